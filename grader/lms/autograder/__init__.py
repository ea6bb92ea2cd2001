"""Grading inside a platform's own container: the bundles, and what runs in them.

    contents.py      what every bundle holds: this package, one exercise, what it needs
    build.py         the archive
    grading.py       in the container: grade the one submission, as ``grader grade`` does
    gradescope.py    its scripts, and which form of grader/export a submission gets
    prairielearn.py  the same
    coursera.py      the same
    __main__.py      what a bundle's script calls

A bundle holds hidden cases. It is for the platform, never for students.
"""

from __future__ import annotations

FORMATS = ("gradescope", "prairielearn", "coursera")
