#!/usr/bin/env bash
# Runs for every submission.
cd "${GRADER_PLATFORM_ROOT:-}/grader" || exit 3
exec "${GRADER_PYTHON:-python3}" -m grader.lms.autograder coursera
