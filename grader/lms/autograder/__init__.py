"""Grading inside a platform's own container: the bundles, and what runs in them.

    platform.py          the protocol of a platform
    platforms/           one module for each platform, its files for the container, and the registry
    platform_archive.py  this package, one exercise, what they need, and the platform's files
    grading.py           in the container: grade the one submission, as ``grader grade`` does
    __main__.py          what a bundle's script calls

A bundle holds hidden cases. It is for the platform, never for students. Nothing is imported here.
"""
