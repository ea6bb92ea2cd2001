"""Where answers are found, and what of a hostile one reaches the person who marks it."""

from __future__ import annotations

import base64

import nbformat
import pytest

from grader.load.read.answers import MOST_CHARACTERS, PLACEHOLDER, answers_in
from grader.model.exercise import Rubric
from grader.model.submission import WrittenAnswer
from tests.by_hand.conftest import CODE, MARKED, code, notebook, png, text


def answer(content: str, where: str | None = None, name: str = "discussion") -> WrittenAnswer:
    rubric = Rubric(name, "Discussion", (), where)
    return answers_in({"file": content.encode("utf-8", "surrogatepass")}, [rubric])[name]


@pytest.mark.parametrize(
    ("where", "cells"),
    [
        (None, [text("<!-- answer: discussion -->\nIt is."), code()]),
        (None, [text("It is.", **MARKED), code(), text("Not this.")]),
        (None, [text(PLACEHOLDER, **MARKED), text("It is."), code()]),
        ("heading: Discussion", [text("# A\n\nno"), text("## *Discussion*"), text("It is."), text("## B\n\nno")]),
        ("heading: Discussion", [text("# Discussion ##\n\nIt\n\n## is.\n# C\nno")]),
        ("heading: Discussion", [text("```\n# Discussion\n```\nno\n# Discussion\nIt is.")]),
        ("heading: Discussion", [text(["# Discussion", "It", "is."])]),  # lines without their ends
        ("tag: discussion", [text("no"), text("It is.", tags=["Discussion", 1])]),
        ("comments: mean", [code("def mean(x):\n    # It is.\n    return '# no'"), text("no")]),
        ("comments: mean", [code('# no\nx = 1\n# It\ndef mean(x):\n    """is."""\n    return 0\ny = 2  # no')]),
    ],
)  # fmt: skip
def test_an_answer_is_found_where_the_author_looks(
    where: str | None, cells: list[dict[str, object]]
) -> None:
    found = answer(notebook(*cells), where).text
    assert found.replace("\n", " ").replace("## ", "").replace("  ", " ") == "It is."


@pytest.mark.parametrize(
    ("where", "script"),
    [
        (None, f"{CODE}\n\n# answer: discussion\n# Discussion: write your answer below, in comments.\n# It\n#\n# is.\n"),
        (None, f"# answer: discussion\n# It\n\n# is.\n{CODE}"),
        ("heading: Discussion", f"# # Discussion\n# It\n# is.\n{CODE}# no\n"),
        ("comments: mean", f"{CODE}    # It is.\n"),
    ],
)  # fmt: skip
def test_an_answer_in_a_script(where: str | None, script: str) -> None:
    if where == "heading: Discussion":
        script = script.replace("# no\n", "# # B\n# no\n")
    assert " ".join(answer(script, where).text.split()) == "It is."


def test_nothing_answered_is_no_answer() -> None:
    """The template alone, another's cell, or no such place: an empty answer, to be seen as one."""
    for content in (
        notebook(text(f"<!-- answer: discussion -->\n{PLACEHOLDER}", **MARKED)),
        notebook(text("words", grader={"answer": "other"})),
        "# answer: discussion\n# Discussion: write your answer below, in comments.\n# \n",
        "", "{", '{"cells": 3}', notebook({"cell_type": [], "source": {}, "metadata": 3}),
    ):  # fmt: skip
        assert answer(content).is_empty, content


def test_another_answer_has_another_id() -> None:
    """Also where it differs beyond what is shown, or in a picture only."""
    long = "word " * MOST_CHARACTERS
    ids = {
        answer(notebook(text(source, **MARKED), *more)).digest
        for source, more in (
            ("a", []), ("b", []), (long, []), (long + "x", []), ("a", [code("", png())]),
            ("a", [code("", png(3, 2))]),
        )
    }  # fmt: skip
    assert len(ids) == 6
    again = answer(notebook(text("a", **MARKED), code(), code("# else")))
    assert again.digest == answer(notebook(text("a", **MARKED))).digest


def test_a_long_answer_is_cut_and_says_so() -> None:
    """Ten megabytes cost a moment and twenty thousand characters."""
    for long in ("x" * 10_000_000, "x\n" * 5_000_000, "word " * 2_000_000):
        shown = answer(notebook(text(long, **MARKED))).text
        assert len(shown) < MOST_CHARACTERS + 200
        assert "…" in shown or "was cut" in shown


def test_what_could_deceive_a_reader_is_taken_out() -> None:
    hostile = "a\x1b[2Jb\u202ec\u200bd\x00e\r\nf\u2028g\ud800"
    shown = answer(notebook(text(hostile, **MARKED))).text
    assert shown.startswith("abcd") and "\n" in shown
    assert not any(sign in shown for sign in "\x1b\u202e\u200b\x00\r\u2028\ud800")


def test_only_ordinary_pictures_are_kept() -> None:
    """No SVG, which may hold a script; no picture of a billion points; three at most."""
    bomb, small = png(40_000, 40_000), png()
    cells = [
        text("see", **MARKED),
        code("", b"<svg onload=alert(1)>", bomb, small[:20], small),
        code("", *(png(width, 2) for width in range(3, 9))),
    ]
    cells[1]["outputs"].append({"data": {"image/svg+xml": "<svg onload=alert(1)>", "image/png": 5}})
    cells[1]["outputs"].append({"data": {"image/png": "'><script>"}})
    found = answer(notebook(*cells))
    assert len(found.pictures) == 3
    assert base64.b64decode(found.pictures[0]) == small


def test_pictures_under_a_heading_and_attached_to_text() -> None:
    attached = text("![](attachment:a.png)", **MARKED)
    attached["attachments"] = {"a.png": {"image/png": base64.b64encode(png()).decode()}}
    assert len(answer(notebook(attached)).pictures) == 1
    drawn = [text("## Plot"), code("plt.plot(x)", png()), text("## Next"), code("", png(3, 3))]
    assert len(answer(notebook(*drawn), "heading: Plot").pictures) == 1


MARIMO = '''import marimo

__generated_with = "0.14.0"
app = marimo.App(width="medium")


@app.cell
def _():
    import marimo as mo
    return (mo,)


@app.cell(hide_code=True)
def _(mo):
    mo.md(
        r"""
        ## Discussion

        It

        is.
        """
    )
    return


@app.cell
def _():
    def mean(x):
        """It is."""
        return 0
    return (mean,)


@app.cell(hide_code=True)
def _(mo):
    mo.md(r"""## B""")
    return


if __name__ == "__main__":
    app.run()
'''


@pytest.mark.parametrize(
    ("where", "content"),
    [
        ("heading: Discussion", MARIMO.replace("def mean", "def other")),
        ("comments: mean", MARIMO),
        (None, MARIMO.replace("## Discussion", "<!-- answer: discussion -->")),
    ],
)
def test_an_answer_in_a_marimo_notebook(where: str | None, content: str) -> None:
    found = answer(content, where).text.replace("def other(x):", "")
    assert " ".join(found.split()) == "It is."


@pytest.mark.parametrize("where", [None, "heading: Discussion", "comments: mean"])
def test_an_answer_in_an_exported_page(where: str | None) -> None:
    """As Jupyter exports it: the text of the cell, and the picture below it."""
    exporters = pytest.importorskip("nbconvert.exporters")
    body = "<!-- answer: discussion -->\n## Discussion\n\nIt\n\n- *is*.\n"
    made = notebook(
        text("# A\n\nno"),
        text(body),
        code("def mean(x):\n    # It is.\n    return 0", png()),
        text("# B"),
    )
    node = nbformat.reads(made, as_version=4)
    page, _ = exporters.HTMLExporter().from_notebook_node(node)
    found = answer(page, where)
    words = found.text.replace("## Discussion", "").replace("- ", "").replace("# B", "")
    assert " ".join(words.split()) == "It is."
    assert len(found.pictures) == (1 if where != "comments: mean" else 0)
