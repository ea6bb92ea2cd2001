"""Writes files that are too large, by every way to make one grow.

verdict: copy_lines failed
"""


def copy_lines(source, target):
    for grow in (
        lambda file: file.write(b"a" * 2**25),
        lambda file: file.truncate(2**40),
        lambda file: (file.seek(2**40), file.write(b"a")),
        lambda file: [file.write(b"a" * 2**20) for _ in range(200)],
    ):
        try:
            with open(target, "wb", buffering=0) as file:
                grow(file)
        except OSError:
            pass
    with open(target, "w") as file:
        file.write("a")
