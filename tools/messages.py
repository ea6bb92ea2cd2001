"""Brings the translations up to date: ``python -m tools.messages``.

It reads all sentences for students out of the code, the templates and the tables of texts, adds what is
new to every ``.po`` file of the package, without a translation, and drops what nobody says any more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from grader.diagnosis.randomness import HINTS
from grader.util.language import SHIPPED

PACKAGE = Path(__file__).parents[1] / "grader"
TEMPLATES = ("report/templates", "service/web/templates")
KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "ngettext": (1, 2),
    "gettext_noop": None,
    "markup": None,
    "Sentence": None,
    "NoteText": (2,),
}
_TABLES = ("relations", "edits", "rules", "unreadable")
"""Of ``grader/diagnosis/texts.toml``: those of which each entry is a sentence."""

_NOBODY_READS = (
    '"Report-Msgid-Bugs-To',
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
"""Lines of a file's head that only change."""


class Said(NamedTuple):
    """A sentence in the code, and where it stands: with its plural form, where it has one."""

    file: str
    line: int
    text: str | tuple[str, ...]


def sentences() -> Iterator[Said]:
    """All sentences for students."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "demo/class" not in path.as_posix():
            yield from _extracted("python", path)
    for folder in TEMPLATES:
        for path in sorted((PACKAGE / folder).glob("*.html")):
            yield from _extracted("jinja2.ext:babel_extract", path)
    file = "diagnosis/texts.toml"
    texts = tomllib.loads((PACKAGE / file).read_text("utf-8"))
    told = [text for table in _TABLES for text in texts[table].values()]
    told += [entry["text"] for entry in texts["exceptions"] if "text" in entry]
    for text in dict.fromkeys(told):
        yield Said(file, 0, text)
    for text in HINTS.values():
        yield Said("diagnosis/randomness.py", 0, text)


def _extracted(method: str, path: Path) -> Iterator[Said]:
    name = path.relative_to(PACKAGE).as_posix()
    found = extract_from_file(method, path, keywords=KEYWORDS)
    for line, text, _, _ in found:
        if text:
            yield Said(name, line, text)


def template() -> Catalog:
    """The catalogue without translations."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for said in sentences():
        catalog.add(said.text, locations=[(said.file, 0)], flags=())
    return catalog


def updated(file: Path) -> str:
    """The text of a ``.po`` file with all sentences of the code, and no others."""
    with file.open("rb") as opened:
        own = read_po(opened, locale=file.stem)
    own.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    for message in own:
        message.flags = {flag for flag in message.flags if flag != "python-brace-format"}
        message.locations = sorted({(name, 0) for name, _ in message.locations})
    own.obsolete.clear()
    written = BytesIO()
    write_po(written, own, sort_output=True, include_lineno=False, omit_header=False, width=100)
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_NOBODY_READS))


def main() -> None:
    """Write all files of translations."""
    for file in sorted(SHIPPED.glob("*.po")):
        file.write_text(updated(file), "utf-8")


if __name__ == "__main__":
    main()
