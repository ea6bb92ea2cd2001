#!/usr/bin/env bash
# Runs for every submission.
cd "${GRADER_PLATFORM_ROOT:-}/grade/tests" || exit 3
exec "${GRADER_PYTHON:-python3}" -m grader.lms.autograder prairielearn
