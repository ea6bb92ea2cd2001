"""What students read can be said in other languages: nothing bypasses the catalogue, and German is whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from grader.util.language import SHIPPED, catalogue, gaps_of, gettext, ngettext, places, speaking
from tests.house.test_rooms import PACKAGE, trees
from tools.messages import sentences

HOW = "add it to grader/util/translations: `python -m tools.messages` writes the entries to fill in"
TO_STUDENTS = (
    "diagnosis/explain.py",
    "diagnosis/exception_hints.py",
    "diagnosis/relations.py",
    "diagnosis/student_code.py",
    "diagnosis/wording.py",
    "kernel/messages.py",
    "load/messages.py",
    "report/phrases.py",
    "report/terminal.py",
)
"""Modules in which every sentence is for students."""
_MARKED = {"gettext", "ngettext", "gettext_noop", "Sentence", "NoteText"}
_MATCHES = {"compile", "search", "endswith", "removeprefix"}
_TO_INSTRUCTORS = {"for_the_table"}
_SERVICE = "assignment assignments changes error handed_in layout requests result sign_in standing"
_PAGES = [
    *((Path("report/templates") / f"{name}.html") for name in
      ("feedback", "feedback_body", "function", "cell", "parts", "row")),
    *((Path("service/web/templates") / f"{name}.html") for name in
      (*_SERVICE.split(), "submission", "unknown", "upload")),
]  # fmt: skip


@cache
def said() -> dict[str, str | tuple[str, ...]]:
    return {
        each.text if isinstance(each.text, str) else each.text[0]: each.text for each in sentences()
    }


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.po")), ids=lambda file: file.stem)
def test_translations_are_complete(file: Path) -> None:
    """Every sentence of the program is translated, and nothing that it does not say."""
    texts = catalogue(file.stem).texts
    missing = sorted(set(said()) - set(texts))
    assert not missing, f"not translated into {file.stem}, {HOW}: {missing}"
    assert not sorted(set(texts) - set(said())), "nobody says this any more; see tools.messages"


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.po")), ids=lambda file: file.stem)
def test_translations_keep_gaps_and_blanks(file: Path) -> None:
    """The same gaps, the same markup, and what joins two texts still does."""
    for text, forms in catalogue(file.stem).texts.items():
        english = said()[text]
        both = [english, english] if isinstance(english, str) else list(english)
        for form, own in zip(forms, both, strict=False):
            assert set(gaps_of(form)) == set(gaps_of(own)), own
            assert sorted(re.findall("<[^>]+>", form)) == sorted(re.findall("<[^>]+>", own))
            for edge in (str.lstrip, str.rstrip):
                assert len(own) - len(edge(own)) == len(form) - len(edge(form)), own


def test_the_reader_reads_what_babel_reads() -> None:
    """Translators' tools and the grader agree on a file."""
    for file in SHIPPED.glob("*.po"):
        with file.open("rb") as opened:
            theirs = {
                message.id if isinstance(message.id, str) else message.id[0]: message.string
                for message in read_po(opened)
                if message.id
            }
        ours = catalogue(file.stem).texts
        assert theirs == {text: f[0] if len(f) == 1 else f for text, f in ours.items()}


def is_sentence(text: str) -> bool:
    return re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text) is not None


def bypassing(text: str) -> list[int]:
    """Lines of a module with a sentence that the catalogue does not know of."""
    tree = ast.parse(text)
    known: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = (
                node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            )
            if name in _MARKED | _MATCHES or name.endswith("Error"):
                known |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.FunctionDef) and node.name in _TO_INSTRUCTORS:
            known |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(id(node.value))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in known and is_sentence(node.value)
    ]


@pytest.mark.parametrize("name", TO_STUDENTS)
def test_no_sentence_bypasses_the_catalogue(name: str) -> None:
    assert not bypassing((PACKAGE / name).read_text("utf-8")), f"say it with gettext, and {HOW}"


def test_every_call_is_extracted() -> None:
    """None stands inside an f-string, where tools do not see it."""
    unseen = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees("gettext")
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("gettext", "ngettext")
        if isinstance(node.args[0], ast.Constant)
    ]
    assert not unseen


def test_a_sentence_that_bypasses_it_is_found() -> None:
    assert bypassing('f"{name} is not there."') == [1]
    assert not bypassing('gettext("{name} is not there.", name=name)')


def plain_words(template: str) -> Iterator[str]:
    """Words of a template that stand outside of expressions, tags and attributes that nobody reads."""
    text = re.sub(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    yield from re.findall(r'aria-label="([^"]+)"', text)
    for part in re.sub(r"<style.*?</style>|<[^>]*>", "\0", text, flags=re.DOTALL).split("\0"):
        yield from re.findall(r"[A-Za-z]{2,}", part)


@pytest.mark.parametrize("page", _PAGES, ids=str)
def test_no_word_of_a_students_page_bypasses_the_catalogue(page: Path) -> None:
    assert not list(plain_words((PACKAGE / page).read_text("utf-8")))


def test_the_language_is_that_of_the_work_at_hand() -> None:
    """One inside the other, and English again after both."""
    german = catalogue("de")
    with speaking(german):
        assert gettext("Everything passed.") == "Alles bestanden."
        with speaking(catalogue()):
            assert gettext("Everything passed.") == "Everything passed."
        assert ngettext("{count} row", "{count} rows", 1) == "1 Zeile"
        assert ngettext("{count} row", "{count} rows", 3) == "3 Zeilen"
        assert places("See cell 3, line 4: `x = line 4`.") == "See Zelle 3, Zeile 4: `x = line 4`."
    assert gettext("Everything passed.") == "Everything passed."
