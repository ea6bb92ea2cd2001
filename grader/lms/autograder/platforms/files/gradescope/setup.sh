#!/usr/bin/env bash
# Runs once, when the container is built.
set -e
cd "${GRADER_PLATFORM_ROOT:-}/autograder/source"
python=
for name in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python="$name"
        break
    fi
done
if [ -z "$python" ]; then
    apt-get update
    apt-get install -y python3.11 python3.11-venv
    python=python3.11
elif ! "$python" -c 'import ensurepip' 2>/dev/null; then
    apt-get update
    apt-get install -y "$(basename "$(readlink -f "$(command -v "$python")")")-venv"
fi
"$python" -m venv "${GRADER_PLATFORM_ROOT:-}/autograder/venv"
"${GRADER_PLATFORM_ROOT:-}/autograder/venv/bin/python" -m pip install --quiet -r requirements.txt
