"""``python -m grader.lms.autograder gradescope``: what a bundle's script calls in the container."""

from __future__ import annotations

import sys

from grader.lms.autograder.grading import run
from grader.lms.autograder.platforms import platform_named

if __name__ == "__main__":
    sys.exit(run(platform_named(sys.argv[1])))
