"""``python -m grader``: the working directory leaves the import path before anything is imported.

A folder of submissions is a likely working directory, and a ``random.py`` among them would
otherwise run in the grader itself.
"""

import sys

from grader.cli.import_path import without_working_directory

sys.path[:] = without_working_directory(sys.path)

from grader.cli.main import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
