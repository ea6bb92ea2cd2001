"""Writes files without number where files are read back.

verdict: copy_lines failed
"""


def copy_lines(source, target):
    for number in range(5000):
        try:
            with open(f"{target}{number}", "w") as file:
                file.write("a")
        except OSError:
            pass
