"""``python -m grader.lms.autograder gradescope``: what a bundle's script calls in the container."""

from __future__ import annotations

import sys

from grader.lms.autograder.build import PLATFORMS

if __name__ == "__main__":
    sys.exit(PLATFORMS[sys.argv[1]].run())
