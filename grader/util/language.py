"""The language that students read: a catalogue of messages in gettext's format.

A sentence stands in the code in English, as the argument of `gettext`, with names for its gaps. What it is
in another language is read from ``translations/<language>.po`` beside this file, and from a file of
the same name that a course brings. Nothing is compiled, so a course needs no tool for its own.

The language is that of the work at hand, never of the process: whoever judges or renders for a course
says so with ``with speaking(catalogue):``, and what is done inside reads it there. Two courses in
one process, also in two threads, do not meet.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path

ENGLISH = "en"
VARIABLE = "GRADER_LANGUAGE"
SHIPPED = Path(__file__).with_name("translations")

_CODE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
_GAP = re.compile(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}")
_RULE = re.compile(r"plural=([^;\\]{1,200})")
_FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)? *(".*")$')
_QUOTED = re.compile(r"(`[^`]*`)")
_PLACES = re.compile(r"\b(?:cell \d+|lines? \d+)(?: to \d+)?")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Sentences in one language: the English one -> the forms for one and for more.

    Two are never equal: what is cached by a catalogue is not shown in another course.
    """

    language: str = ENGLISH
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    plural: Callable[[int], int] = field(default=lambda n: int(n != 1), repr=False)


_spoken: ContextVar[Catalogue] = ContextVar("catalogue", default=Catalogue())  # noqa: B039


@contextmanager
def speaking(catalogue: Catalogue) -> Iterator[None]:
    """What is said inside, by this thread, is in the catalogue's language."""
    token = _spoken.set(catalogue)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> Catalogue:
    """The catalogue of the work at hand."""
    return _spoken.get()


def gettext(text: str, /, *values: object, **gaps: object) -> str:
    """Return a sentence in the language of the work at hand, with its gaps filled.

    Args:
        text: the English sentence, as it stands in the catalogue. Gaps are written as for `str.format`.
        values, gaps: what fills them. Without any, nothing is filled in, so braces may stand.
    """
    forms = _spoken.get().texts.get(text)
    return _filled(forms[0] if forms else text, values, gaps)


def ngettext(one: str, more: str, count: int, /, **gaps: object) -> str:
    """Return the sentence for ``count``, which also fills the gap of this name; see `gettext`."""
    catalogue = _spoken.get()
    forms = catalogue.texts.get(one, ())
    if len(forms) > 1:
        text = forms[min(catalogue.plural(count), len(forms) - 1)]
    else:
        text = one if count == 1 else more
        forms = catalogue.texts.get(text, ())
        text = forms[0] if forms else text
    return text.format(**{"count": count, **gaps})


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue that is translated where it is used."""
    return text


def _filled(text: str, values: Sequence[object], gaps: Mapping[str, object]) -> str:
    return text.format(*values, **gaps) if values or gaps else text


def places(text: str) -> str:
    """A sentence with the places in it ("cell 3, line 4") in words; quoted code stays.

    The loader keeps places in English, since they are names too: of cells, and in reports.
    """
    if not spoken().texts:
        return text
    head, *code = text.split("\n")
    parts = _QUOTED.split(head)
    parts[::2] = [_PLACES.sub(_place, part) for part in parts[::2]]
    return "\n".join(["".join(parts), *code])


def _place(found: re.Match[str]) -> str:
    word, *numbers = found[0].replace(" to ", " ").split()
    if word == "cell":
        return gettext("cell {number}", number=numbers[0])
    if len(numbers) > 1:
        return gettext("lines {first} to {last}", first=numbers[0], last=numbers[1])
    if word == "lines":
        return gettext("lines {number}", number=numbers[0])
    return gettext("line {number}", number=numbers[0])


@cache
def program_texts() -> frozenset[str]:
    """The program's own sentences, as far as they are translated into some language."""
    return frozenset(text for each in languages() for text in catalogue(each).texts)


def gaps_of(text: str) -> list[str]:
    """The names of a sentence's gaps, sorted."""
    return sorted(_GAP.findall(text.replace("{{", "").replace("}}", "")))


@cache
def catalogue(language: str = ENGLISH, own: Path | None = None) -> Catalogue:
    """Return the catalogue of a language.

    Args:
        language: its code, such as "de" or "pt_BR".
        own: a folder with the course's translations, which win over those that are shipped.

    Raises:
        LookupError: there is no translation into it.
        ValueError: a file of them cannot be read.
    """
    files = [folder / f"{language}.po" for folder in (SHIPPED, own) if folder is not None]
    found = [file for file in files if _CODE.fullmatch(language) and file.is_file()]
    if not found and language != ENGLISH:
        raise LookupError(f"there is no translation into {language!r}")
    texts: dict[str, tuple[str, ...]] = {}
    plural = Catalogue().plural
    for file in found:
        try:
            read = dict(read_po(file.read_text("utf-8")))
            rule = _RULE.search("".join(read.pop("", ())))
            plural = c2py(rule[1].strip()) if rule else plural
        except (OSError, ValueError, SyntaxError) as fault:
            raise ValueError(f"the translations in {file} cannot be read: {fault}") from None
        texts |= read
    return Catalogue(language, texts, plural)


def extended(base: Catalogue, language: str, texts: Mapping[str, Sequence[str]]) -> Catalogue:
    """Return a catalogue of ``language`` that knows further texts, which win over those of ``base``."""
    own = {text: tuple(forms) for text, forms in texts.items()}
    return Catalogue(language, {**base.texts, **own}, base.plural)


def shipped(language: str | None) -> Catalogue:
    """The catalogue of a language as it is shipped; English where there is none."""
    try:
        return catalogue(language or ENGLISH)
    except (LookupError, ValueError):
        return catalogue()


def languages(own: Path | None = None) -> tuple[str, ...]:
    """The codes of the languages that there are."""
    folders = [folder for folder in (SHIPPED, own) if folder is not None and folder.is_dir()]
    return tuple(sorted({ENGLISH, *(file.stem for each in folders for file in each.glob("*.po"))}))


def read_po(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each sentence of a ``.po`` file and its translation: one form, or one for each plural.

    The first, of the empty sentence, is the file's head. What is marked as fuzzy or is not
    translated is left out. Raises ValueError for a line that is none of the format.
    """
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        fields: dict[str, str] = {}
        name = ""
        lines = [line.strip() for line in block.split("\n")]
        for line in lines:
            if not line or line.startswith("#"):
                continue
            match = _FIELD.match(line)
            if match is None or not (match[1] or name):
                raise ValueError(f"{line[:60]!r} is no line of a catalogue")
            name = match[1] or name
            fields[name] = fields.get(name, "") + str(ast.literal_eval(match[2]))
        forms = tuple(value for key, value in fields.items() if key.startswith("msgstr"))
        is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        if "msgid" in fields and all(forms) and not (is_fuzzy and fields["msgid"]):
            yield fields["msgid"], forms
