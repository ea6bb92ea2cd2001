"""Files that cannot be read say why in one sentence; what can be read is read."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from pathlib import Path

import pytest

from grader.load import read_bytes, read_file
from grader.util.errors import Unreadable
from tests.load.student import SAMPLES, notebook, notebook_bytes, notes_of, script

NOTEBOOK = notebook_bytes("import numpy as np\ndef f(x):\n    return x", "f(3)")


def reason(data: bytes, name: str = "work.ipynb") -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, name)
    assert caught.value.reason.isprintable() and caught.value.reason.endswith(".")
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b'{"a": 1}', "work.ipynb", "not a notebook: it has no cells"),
        (b"[1, 2]", "work.ipynb", "not a notebook"),
        (b'{"cells": 3}', "work.ipynb", "no cells"),
        (NOTEBOOK[:-9], "work.ipynb", "cut off"),
        (NOTEBOOK[:60], "work.ipynb", "cut off"),
        (NOTEBOOK[:60], "work.py", "cut off"),
        (b'{"cells": [oops]}', "work.ipynb", "JSON is wrong at line 1"),
        (
            b'{\n<<<<<<< HEAD\n"cells": []\n=======\n>>>>>>> other\n}',
            "work.ipynb",
            "conflict marks",
        ),
        (b'{"cells": ' + b"[" * 100_000, "work.ipynb", "nested too deeply"),
        (b'{"cells": ' + b'{"a":' * 100_000, "work.ipynb", "nested too deeply"),
        (b'{"cells": [], "n": ' + b"9" * 5000 + b"}", "work.ipynb", "a number that is too large"),
        (b'{"cells": [' + b"[]," * 3_000_000 + b"[]]}", "work.ipynb", "too many values"),
        (b"def f():\n    return '\0'\n", "work.py", "null bytes"),
        (bytes(range(1, 32)) * 20, "work.py", "binary"),
        (b"%PDF-1.4 ...", "work.py", "a PDF document"),
        (b"PK\x03\x04....", "work.ipynb", "a ZIP archive"),
        (b"{\\rtf1 import numpy}", "work.py", "an RTF document"),
        (b"<!DOCTYPE html><html></html>", "work.ipynb", "a web page"),
        (b"\n <html><body>import numpy</body></html>", "work.py", "a web page"),
        (b"dear teacher, here is my work", "work.ipynb", "does not contain JSON"),
        (b"x = '" + b"a" * (9 * 2**20) + b"'", "work.py", "more than 8 MB of code"),
        (b"0;" * 300_000, "work.py", "too much code"),
        (b" " * (64 * 2**20 + 1), "work.ipynb", "larger than 64 MB"),
    ],
)
def test_reason_why_a_file_cannot_be_read(data: bytes, name: str, says: str) -> None:
    assert says in reason(data, name)


def test_large_outputs() -> None:
    """They do not make a notebook too large."""
    output = {"output_type": "display_data", "data": {"image/png": "A" * (20 * 2**20)}}
    cell = {"cell_type": "code", "source": "x = 1", "outputs": [output]}
    assert len(read_bytes(json.dumps({"cells": [cell]}).encode(), "work.ipynb").cells) == 1


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_script_without_code(data: bytes) -> None:
    """It is empty, not unreadable."""
    source = read_bytes(data, "work.py")
    assert source.cells == () and source.defined == frozenset()


@pytest.mark.parametrize(
    "data", [b"", b'{"cells": []}', b'{"worksheets": []}', notebook_bytes("#md text", "# comment")]
)
def test_notebook_without_code(data: bytes) -> None:
    """It is empty, not unreadable."""
    assert read_bytes(data, "work.ipynb").cells == ()


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x",
        ["def f(x):\n", "    return x"],
        ["def f(x):", "    return x"],
        "def f(x):\r\n    return x",
    ],
)
def test_every_form_of_a_cells_source(source: object) -> None:
    data = json.dumps({"cells": [3, None, {"cell_type": "code", "source": source}]}).encode()
    read = read_bytes(data, "work.ipynb")
    assert read.defined == {"f"}
    assert read.cells[0].origin == "cell 3"


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3},
        {"cell_type": 3, "source": "x"},
        [],
    ],
)
def test_malformed_cell(cell: object) -> None:
    """It is passed over."""
    good = {"cell_type": "code", "source": ["def f(): pass", 3, None], "metadata": "wrong"}
    read = read_bytes(
        json.dumps({"cells": [cell, good], "metadata": [], "nbformat": "x"}).encode(), "work.ipynb"
    )
    assert read.defined == {"f"}


def test_cells_of_format_3_are_upgraded() -> None:
    """A code cell's ``input`` is its source, and an HTML cell counts as a markdown cell."""
    text = "def f(x):\n    return x"
    cells = [
        {"cell_type": "html", "metadata": {}, "source": ["def g(x):\n", "    return x"]},
        {"cell_type": "heading", "level": 2, "metadata": {}, "source": "Part 1"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "language": "python", "input": text},
    ]
    notebook = {"worksheets": [{"cells": cells}], "metadata": {"name": ""}, "nbformat": 3}
    source = read_bytes(json.dumps({**notebook, "nbformat_minor": 0}).encode(), "work.ipynb")
    assert [(cell.origin, cell.text) for cell in source.cells] == [("cell 3", text)]
    assert source.elsewhere == {
        "g": "`g` is in cell 1, which is a markdown cell. Make it a code cell."
    }


@pytest.mark.parametrize("version", [4, 5, "x", None])
def test_versions_of_the_format(version: object) -> None:
    """A notebook of an unknown version is read all the same."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["x = 1\n", "y = 2"]}
    content = {"cells": [cell], "metadata": {}, "nbformat": version, "nbformat_minor": 5}
    source = read_bytes(json.dumps(content).encode(), "work.ipynb")
    assert [cell.text for cell in source.cells] == ["x = 1\ny = 2"]


def test_half_a_character_in_json() -> None:
    data = b'{"cells": [{"cell_type": "code", "source": "def f():\\n    return \'\\ud800\'"}]}'
    assert read_bytes(data, "work.ipynb").defined == {"f"}


@pytest.mark.parametrize(
    ("cookie", "encoding"),
    [("gbk", "gbk"), ("latin-1", "latin-1"), ("cp1251", "cp1251"), ("utf-8", "utf-8")],
)
def test_declared_encodings(cookie: str, encoding: str) -> None:
    word = {"gbk": "中文", "cp1251": "слово"}.get(encoding, "été")
    text = f"#!/usr/bin/python\n# -*- coding: {cookie} -*-\ndef f():\n    return '{word}'\n"
    cell = read_bytes(text.encode(encoding), "work.py").cells[0]
    assert word in cell.text


@pytest.mark.parametrize(
    "cookie", ["rot13", "zlib", "unicode_escape", "idna", "punycode", "no-such", "\\x00", "utf-7"]
)
def test_unknown_declared_encoding(cookie: str) -> None:
    """It is ignored."""
    data = f"# coding: {cookie}\ndef f():\n    return 1\n".encode()
    assert read_bytes(data, "work.py").defined == {"f"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_text_that_windows_saved_as_unicode(encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("le") else ""
    assert read_bytes((mark + "def f(): pass\n").encode(encoding), "work.py").defined == {"f"}


def test_digest_is_that_of_the_bytes() -> None:
    source = read_bytes(b"x = 1\n", "work.py")
    assert source.sha256 == hashlib.sha256(b"x = 1\n").hexdigest()
    assert source.sha256 != read_bytes(b"x = 1\r\n", "work.py").sha256


def test_compiler_warnings_are_suppressed() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = script('def f(x):\n    """\\d"""\n    return x is 3 and "\\w"\n')
    assert source.defined == {"f"} and source.broken == {}


def test_read_file_names(tmp_path: Path) -> None:
    """A file is read under its own name or another."""
    (tmp_path / "work.py").write_text("x = 1\n")
    assert read_file(tmp_path / "work.py").name == "work.py"
    assert read_file(tmp_path / "work.py", "folder/work.py").name == "folder/work.py"


def test_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.py").symlink_to(SAMPLES / "scopes.py")
    with pytest.raises(Unreadable, match="links are not followed"):
        read_file(tmp_path / "link.py")


def test_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(Unreadable, match="not a regular file"):
        read_file(tmp_path / "pipe.py")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "a folder"),
        ("none.py", "does not exist"),
        ("x" * 300, "too long"),
        ("a\0b", "null byte"),
        ("work.py/x", "does not exist"),
    ],
)
def test_paths_that_are_no_file(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "work.py").write_text("x = 1\n")
    with pytest.raises(Unreadable, match=says):
        read_file(tmp_path / name)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_missing_permission(tmp_path: Path) -> None:
    path = tmp_path / "work.py"
    path.write_text("x = 1\n")
    path.chmod(0)
    with pytest.raises(Unreadable, match="permission denied"):
        read_file(path)


def test_a_device_is_not_read() -> None:
    with pytest.raises(Unreadable, match="not a regular file"):
        read_file(Path("/dev/zero"))


# From Python 3.14 on the compiler goes as deep as the stack allows, where it counted before.
@pytest.mark.parametrize(
    "expression", ["-" * 50_000 + "1", "x" + ".y" * 100_000, "+".join("1" * 100_000), "(" * 500]
)
def test_deeply_nested_code(expression: str) -> None:
    """It costs only itself."""
    source = notebook(f"y = {expression}\ndef f(x):\n    return x\n")
    assert "f" in source.defined | source.broken.keys()
    assert any("could not be read" in text for text in notes_of(source, "skipped"))


def test_notebook_of_another_language() -> None:
    """A note names the language."""
    data = notebook_bytes("x <- 3", metadata={"kernelspec": {"name": "ir", "language": "R"}})
    assert notes_of(read_bytes(data, "work.ipynb"), "kernel") == [
        "The notebook's language is R, not Python."
    ]
