"""Leaves the private folder of a case that hands files over: upwards, by the root, by links.

verdict: copy_lines failed
"""

import io
import os
import pathlib

PLACES = ("/etc/passwd", "../etc/passwd", "/../etc/passwd", "a/../../etc/passwd", "//etc/passwd",
          "/proc/self/maps", "/proc/self/fd/3", b"../../etc/passwd", "/etc/../etc/passwd")  # fmt: skip


def tries(source):
    for place in PLACES:
        yield lambda place=place: open(place).read()
        yield lambda place=place: io.open(place, "rb").read()
        yield lambda place=place: io.FileIO(place).read()
        yield lambda place=place: pathlib.Path(os.fsdecode(place)).read_text()
        yield lambda place=place: os.read(os.open(place, os.O_RDONLY), 10)
        yield lambda place=place: os.listdir(os.path.dirname(place))
    yield lambda: (os.symlink("/etc/passwd", "link"), open("link").read())
    yield lambda: (os.link("/etc/passwd", "link"), open("link").read())
    yield lambda: open(3).read()
    yield lambda: open(0, "w").write("x")
    yield lambda: open.__self__._given
    yield lambda: open("x", opener=lambda *args: os.open("/etc/passwd", os.O_RDONLY)).read()


def copy_lines(source, target):
    for attempt in tries(source):
        try:
            got = attempt()
        except (OSError, ValueError):
            continue
        if got and got != {source: open(source, "rb").read()} and got != [source]:
            raise RuntimeError(f"BREACH {got!r:.40}")
