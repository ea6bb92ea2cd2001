"""What students hand in under other names and in other forms is read, or is a row with its reason."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import RIGHT, Ran, notebook

Grader = Callable[..., Ran]
Write = Callable[..., Path]


def page(*cells: str) -> str:
    """A notebook as a web page, in the form that Jupyter's export has."""
    parts = [
        '<div class="jp-Cell jp-MarkdownCell"><p>My <b>work</b><br></p></div>',
        *(
            '<div class="jp-Cell jp-CodeCell"><div class="jp-InputArea">'
            '<div class="jp-CodeMirrorEditor jp-InputArea-editor"><div class="highlight">'
            f'<pre><span></span><span class="k">{html.escape(cell)}</span>\n</pre></div></div></div>'
            '<div class="jp-OutputArea"><pre>def double(x): return 0</pre></div></div>'
            for cell in cells
        ),
    ]
    return f"<!DOCTYPE html>\n<html><body class='jp-Notebook'>{''.join(parts)}</body></html>"


def old_page(*cells: str) -> str:
    """The same of an export of years ago."""
    parts = (
        '<div class="cell border-box-sizing code_cell"><div class="input"><div class="input_area">'
        f"<div class='highlight'><pre>{html.escape(cell)}</pre></div></div></div></div>"
        for cell in cells
    )
    return f"<html><body>{''.join(parts)}</body></html>"


def packed(name: str, content: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


NOTEBOOK = notebook(RIGHT)
SCRIPT = RIGHT.encode()
READ: dict[str, tuple[str, bytes]] = {
    "json": ("hw.ipynb.json", NOTEBOOK.encode()),
    "txt": ("hw.ipynb.txt", NOTEBOOK.encode()),
    "script_txt": ("hw.py.txt", SCRIPT),
    "script_html": ("hw.py.html", SCRIPT),
    "copy_txt": ("hw.py (1).txt", SCRIPT),
    "upper": ("HW.IPYNB.TXT", NOTEBOOK.encode()),
    "mark": ("hw.ipynb", b"\xef\xbb\xbf" + NOTEBOOK.encode()),
    "utf16": ("hw.ipynb", NOTEBOOK.encode("utf-16")),
    "notebook_py": ("hw.py", NOTEBOOK.encode()),
    "export": ("hw.html", page(RIGHT).encode()),
    "old_export": ("hw.htm", old_page(RIGHT).encode()),
    "named_notebook": ("hw.ipynb.html", page(RIGHT).encode()),
    "twice_packed": ("hw.zip", packed("in.zip", packed("hw.ipynb", NOTEBOOK))),
    "export_packed": ("hw.zip", packed("hw.html", page(RIGHT))),
}
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "pointer": ("hw.ipynb", b"version https://git-lfs.github.com/spec/v1\noid x\n", "git lfs pull"),
    "pdf": ("essay.pdf", b"%PDF-1.4 ...", "a PDF document"),
    "word": ("hw.docx", b"PK\x03\x04...", "Hand in the .ipynb or .py file itself"),
    "rtf": ("hw.rtf", b"{\\rtf1 def double}", "an RTF document"),
    "other_page": ("hw.html", b"<html><body>Log in</body></html>", "there is no .py and no .ipynb"),
}


def graded(tmp_path: Path) -> dict[str, Any]:
    folder = tmp_path / "results" / "reports"
    return {p.stem: json.loads(p.read_text("utf-8")) for p in folder.glob("*.json")}


def test_every_kind_of_file_has_a_row(grader: Grader, tmp_path: Path) -> None:
    """Each in its student's folder: nobody vanishes, and whoever cannot be read is told what to do."""
    for student, (name, content, *_) in {**READ, **REFUSED}.items():
        place = tmp_path / "class" / student / name
        place.parent.mkdir(parents=True)
        place.write_bytes(content)
    assert grader("grade", "class", "--out", "results", "--exercise", "scaling").code == 0
    found = graded(tmp_path)
    assert {name: found[name]["score"] for name in READ} == dict.fromkeys(READ, 10)
    for student, (*_, words) in REFUSED.items():
        assert found[student]["score"] is None, student
        assert words in found[student]["submission"]["reason"], student


def test_double_endings_in_a_flat_class(grader: Grader, write: Write, tmp_path: Path) -> None:
    """Each file is a student, called by the name without the endings."""
    write("class/ann.ipynb.json", NOTEBOOK)
    write("class/bob.py.txt", RIGHT)
    write("class/eve.py", RIGHT)
    assert grader("grade", "class", "--out", "results").code == 0
    assert {name: r["score"] for name, r in graded(tmp_path).items()} == {
        "ann": 10,
        "bob": 10,
        "eve": 10,
    }


@pytest.mark.parametrize("name", ["hw.ipynb.txt", "hw.html"])
def test_check_reads_every_kind_of_file(grader: Grader, write: Write, name: str) -> None:
    """The same rule as when a class is graded."""
    write(name, NOTEBOOK if "ipynb" in name else page(RIGHT))
    ran = grader("check", name)
    assert ran.code == 0 and "Everything passed" in ran.out
