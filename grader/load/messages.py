"""All sentences of the loader: its notes, and why a file or a function cannot be read.

A sentence is one that its student may read. In its gaps, ``origin`` is a cell's or a file's name
and ``where`` an origin with a line. What fills a gap is already safe to show.
Syntax errors also show the line with a caret.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.model.submission import Note, Program
from grader.util.language import gettext, gettext_noop


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with gaps; a call fills them."""

    text: str

    def __call__(self, **gaps: object) -> str:
        return _ended(gettext(self.text, **gaps))


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note's kind and its sentence; a call fills its gaps."""

    kind: str
    text: str

    def __call__(self, **gaps: object) -> Note:
        return Note(self.kind, _ended(gettext(self.text, **gaps)))


def _ended(text: str) -> str:
    """The text with one sign at the end of each sentence: some that Python says end in a question mark."""
    return text.replace("?.", "?")


# --- why a file cannot be read ------------------------------------------------------------------

NOT_REGULAR = gettext_noop("This is not a regular file. It is a pipe, a socket or a device.")
LINK = gettext_noop("The file is a link; links are not followed.")
FOLDER = gettext_noop("This is a folder, not a file.")
DENIED = gettext_noop("The file cannot be read: permission denied.")
NO_FILE = gettext_noop("The file does not exist.")
LONG_NAME = gettext_noop("The file's name is too long to be opened.")
NULL_IN_NAME = gettext_noop("The file's name contains a null byte.")
REFUSALS = {
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.ENOENT: NO_FILE,
    errno.ENOTDIR: NO_FILE,
    errno.ELOOP: LINK,
    errno.EISDIR: FOLDER,
    errno.ENAMETOOLONG: LONG_NAME,
}
REFUSED = Sentence("The file cannot be read: {why}.")
TOO_LARGE = Sentence("The file is larger than {megabytes} MB.")
TOO_LONG = Sentence("The file contains more than {megabytes} MB of code.")
TOO_MUCH_CODE = gettext_noop("The file contains too much code to be an exercise.")
LONG_DOTTED_NAME = gettext_noop(
    "The file imports a name of more than 200 parts, which cannot be read."
)
NULL_BYTES = gettext_noop("The file is binary: it contains null bytes.")
NO_TEXT = gettext_noop("The file is binary: it does not contain text.")
ANOTHER_FORMAT = Sentence(
    "The file is not Python or a notebook: it is {what}. Hand in the .ipynb or .py file itself."
)
LFS_POINTER = gettext_noop(
    "The file is a Git LFS pointer, not the work itself. Run `git lfs pull`, then hand the file in again."
)
WEB_PAGE = gettext_noop("The file is a web page, not Python or a notebook. Download the raw file.")
NO_JSON = gettext_noop("The file is not a notebook: it does not contain JSON.")
NO_CELLS = gettext_noop("The file is JSON, but not a notebook: it has no cells.")
TOO_MANY_VALUES = gettext_noop("The notebook contains too many values to read.")
UNFINISHED_MERGE = gettext_noop(
    "The notebook has conflict marks from git (<<<<<<<). Finish the merge first."
)
CUT_OFF = Sentence("The notebook is cut off: its JSON ends in the middle, at line {line}.")
DAMAGED = Sentence("The notebook is damaged: its JSON is wrong at line {line}.")
NESTED_TOO_DEEPLY = gettext_noop("The notebook is damaged: its JSON is nested too deeply.")
NUMBER_TOO_LARGE = gettext_noop(
    "The notebook is damaged: its JSON contains a number that is too large."
)

CONFLICT_MARKS = gettext_noop("it has conflict marks from git (<<<<<<<). Finish the merge first")

# --- why a function is missing ------------------------------------------------------------------

UNREAD_FUNCTION = Sentence("`{name}` could not be read: {where}: {why}.{shown}")
NEWER_PYTHON = Sentence("this needs Python {version}; here is Python {here}")
FUNCTION_OF_MAGIC = Sentence(
    "`{name}` could not be read: {origin} starts with `%%{magic}`, so it is not Python code of this notebook."
)
IN_ANOTHER_CELL = Sentence(
    "`{name}` is in cell {number}, which is a {kind} cell. Make it a code cell."
)
COMMENTED_OUT = Sentence("`{name}` exists only as a comment ({where}). Remove the # signs.")
NOT_WRITTEN_YET = Sentence("`{name}` is not written yet ({where}).")
DEFINED_INSIDE = Sentence(
    "`{name}` is defined inside {what} ({where}). Move it out of there, to the left margin."
)
IN_CLASS = Sentence("the class `{name}`")
IN_FUNCTION = Sentence("the function `{name}`")
IN_MAIN = gettext_noop('the block `if __name__ == "__main__":`, which is not run')
IN_BLOCK = Sentence("a top-level `{word}` block")
IMPORTED = Sentence("`{name}` is imported from `{module}`, but you must write it yourself.")
SET_BY_CODE = Sentence("`{name}` is set by code that is not run ({where}). Define it with `def`.")
CLASS_SET_BY_CODE = Sentence(
    "`{name}` is set by code that is not run ({where}). Define it with `class`."
)
NOWHERE = Sentence("There is no function `{name}`.")
NO_CLASS = Sentence("There is no class `{name}`.")
ANOTHER_NAME = Sentence("There is no function `{name}`. If you mean your `{close}`, rename it.")
ANOTHER_CLASS_NAME = Sentence("There is no class `{name}`. If you mean your `{close}`, rename it.")
LOOKS_ALIKE = Sentence(
    "There is no function `{name}`. Your `{twin}` has letters of another alphabet that look the same. "
    "Type its name again."
)
NOT_READ = Sentence("{where} could not be read: {why}.")
PROGRAM_NOT_READ = Sentence("`{name}` does not run, as Python would not run it. {why}")
PROGRAM_FILE = NoteText(
    "version", "{file} is run as the program `{name}`. Name the file {name}.py to be sure."
)

# --- which version counts -----------------------------------------------------------------------

NOTHING_WRITTEN = NoteText("version", "Ignored, because nothing is written there: {functions}.")
NEWEST = NoteText("version", "{functions}: {file} counts, not {others}, because {why}.")
HANDED_IN_LAST = gettext_noop("it was handed in last")
NEWEST_NAME = gettext_noop("its name says that it is the newest")
NEWEST_DATE = gettext_noop("its date in the archive is the newest")
IMPORTS_THE_OTHER = gettext_noop("it imports the other")
IN_SEVERAL_FILES = Sentence(
    "{functions} is in several files ({files}), and nothing says which is the newest. "
    "{file} counts: it is the last in natural order."
)
ARE_IN_SEVERAL_FILES = Sentence(
    "{functions} are in several files ({files}), and nothing says which is the newest. "
    "{file} counts: it is the last in natural order."
)

# --- what kind of file it is --------------------------------------------------------------------

IS_NOTEBOOK = NoteText("format", "The file is a notebook, although its name does not say so.")
IS_SCRIPT = NoteText("format", "The file is a Python script, although its name says notebook.")
IS_EXPORTED = NoteText(
    "format", "The file is a notebook's HTML export. Its code cells were read from it."
)
IS_MARIMO = NoteText(
    "format", "The file is a marimo notebook. Its cells were read one after another."
)
READ_AS = NoteText("encoding", "The file is not UTF-8. It was read as {encoding}.")
OTHER_LANGUAGE = NoteText("kernel", "The notebook's language is {language}, not Python.")
OLD_KERNEL = NoteText("kernel", "The notebook was written for Python 2. It is run with Python 3.")
HELPER_FILE = NoteText("skipped", "{file} is a helper file of the course. It was left out.")
MERGED = NoteText("merged", "{count} files were read as one submission, in this order: {order}.")
WRITTEN_FILE = NoteText("merged", "{origin} writes the file {file}. It was read with the others.")

# --- what was repaired --------------------------------------------------------------------------

BLANKS = NoteText("repaired", "{origin}: invisible characters were read as spaces.")
TABS = NoteText("repaired", "{origin}: a tab was read as eight spaces, as Python 2 did.")
PROMPTS = NoteText("repaired", "{origin}: the prompts of a terminal were left out.")
PYTHON_2 = NoteText("repaired", "{places}: Python 2 syntax was read as Python 3.")
FROM_CLASS = NoteText("repaired", "`{name}` was taken from the class `{owner}` ({where}).")
RENAMED = NoteText("renamed", "{where}: `{other}` was taken for `{name}`.")

# --- what was left out --------------------------------------------------------------------------

FOREIGN_CELL = NoteText(
    "skipped",
    "{origin} was left out: a cell with `%%{magic}` is not Python code of this notebook.",
)
CELL_MAGIC = NoteText("skipped", "{origin}: `{shown}` was left out. The rest of the cell was kept.")
LINE_MAGICS = NoteText("skipped", "{origin}: {lines} were left out.")
LEFT_OUT = NoteText("skipped", "{where}: `{shown}` was left out.")
REFUSED_STATEMENT = NoteText("skipped", "{where} was left out: {why}.")
UNREAD_BLOCK = NoteText("skipped", "{where} could not be read and was left out: {why}.{shown}")
UNREAD_FUNCTIONS = NoteText(
    "skipped", "{where} could not be read and was left out: {why}; without it: {functions}."
)
MORE_UNREAD_BLOCKS = NoteText("skipped", "{origin}: {count} more blocks could not be read.")
CHANGES_MODULE = NoteText(
    "skipped", "{where}: `{target} = …` was left out, because it changes a module."
)
UNKNOWN_DECORATOR = NoteText(
    "skipped", "{where}: the decorator `@{name}` was left out, because it is not defined."
)
NOT_RUN = NoteText(
    "skipped",
    "Only definitions and constants are run. This code outside of functions was not run: {places}.",
)
READS_WHAT_IS_NOT_RUN = NoteText(
    "skipped", "`{reader}` uses `{name}`, but the code that sets it is not run ({where})."
)
MORE_NOTES = NoteText("skipped", "{count} more notes were left out.")

# --- what the code meets ------------------------------------------------------------------------

DEFINED_TWICE = NoteText(
    "duplicate", "`{name}` is defined {count} times: {places}. The last one counts."
)
MODULE_SUPPLIED = NoteText("supplied", "`{name}` was not imported. The grader provides it.")
HELPER_SUPPLIED = NoteText(
    "supplied", "`{name}` was not imported. The version of the course was used."
)
HELPER_REPLACED = NoteText(
    "supplied", "`{name}` from `{module}`: the version of the course was used."
)
NOT_THERE = NoteText("stand-in", "{where}: {why}.")
REMOVED = NoteText("removed-name", "{where}: `{shown}` was removed from NumPy. Use `{use}`.")


# --- what fills the gaps -------------------------------------------------------------------------

_MAX_NOTES = 150
_WIDEST_LINE = 72
_WIDEST_TITLE = 40


def printable(text: str, limit: int = 60) -> str:
    """The text on one line, safe to show in a sentence and cut at ``limit`` characters."""
    text = text[: 4 * limit].strip().replace("\n", " ").replace("\t", " ")
    if not text.isprintable():
        text = "".join(char if char.isprintable() else "?" for char in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def snippet(lines: Sequence[str], line: int, column: int | None) -> str:
    """A line of code, and a caret under the place in it, each on a line of its own; "" for none."""
    if not 0 < line <= len(lines) or not lines[line - 1].strip():
        return ""
    code = lines[line - 1].rstrip().expandtabs(4)
    start = len(code) - len(code.lstrip())
    at = max(len(lines[line - 1][: (column or 1) - 1].expandtabs(4)) - start, 0)
    code = code[start:]
    at = min(at, len(code))
    cut = max(at - _WIDEST_LINE // 2, 0) if len(code) > _WIDEST_LINE else 0
    code = "".join(char if char.isprintable() else "?" for char in code[cut : cut + _WIDEST_LINE])
    return f"\n    {code}\n    {' ' * (at - cut)}^"


def place(origin: str, line: int) -> str:
    return f"{origin}, line {line}"


def places(spots: Iterable[tuple[str, int]]) -> str:
    """Where several statements stand: whole cells by name, places in one script by line."""
    by_origin: dict[str, list[int]] = {}
    for origin, line in spots:
        by_origin.setdefault(origin, []).append(line)
    parts = []
    for origin, lines in by_origin.items():
        if origin.startswith("cell ") or ", cell " in origin:
            parts.append(origin)
        else:
            word = "line" if len(lines) == 1 else "lines"
            parts.append(f"{origin}, {word} {listing(map(str, lines))}")
    return listing(parts)


def listing(names: Iterable[str], limit: int = 8) -> str:
    """ "a, b and c", with "and 5 more" where there are too many to read."""
    items = list(names)
    if len(items) > limit:
        items = [*items[: limit - 1], gettext("{count} more", count=len(items) - limit + 1)]
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + gettext(" and ") + items[-1]


def functions(names: Iterable[str], limit: int = 12) -> str:
    return listing((f"`{printable(name)}`" for name in names), limit)


def files(names: Iterable[str], limit: int = 6) -> str:
    return listing((printable(name, 120) for name in names), limit)


def shortened(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The notes without repetitions, and no more of them than anybody reads."""
    unique = tuple(dict.fromkeys(notes))
    if len(unique) <= _MAX_NOTES:
        return unique
    return (*unique[:_MAX_NOTES], MORE_NOTES(count=len(unique) - _MAX_NOTES))


# --- titles of cells ----------------------------------------------------------------------------

# Jupyter shows no numbers of cells, and those in brackets count how often something was run. So a
# cell is named by its number and the first line that its student sees.
_CELL = re.compile(r"\bcell (\d+)\b(?:, line (\d+)\b)?")
_MOST_TITLES = 2  # a list of many cells stays a list of numbers


def with_titles(program: Program) -> Program:
    """Return the program with the first lines of cells in its notes and reasons."""
    if not any("cell " in origin for origin in program.texts):
        return program
    texts = program.texts
    notes = tuple(note._replace(text=_titled(note.text, texts)) for note in program.notes)
    missing = {name: _titled(why, texts) for name, why in program.missing.items()}
    return replace(program, notes=notes, missing=missing)


def first_line(text: str) -> tuple[int, str]:
    """The number and the text of the first line of a cell that holds something."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            return number, printable(line, _WIDEST_TITLE).replace("`", "'")
    return 1, ""


def _titled(sentence: str, texts: Mapping[str, str]) -> str:
    cells = list(_cells_in(sentence, texts))
    if len({origin for _, _, origin in cells}) > _MOST_TITLES:
        return sentence
    seen: set[str] = set()
    parts, done = [], 0
    for end, line, origin in cells:
        number, title = first_line(texts[origin])
        quoted = title in sentence.partition("\n")[0]
        if origin not in seen and title and not quoted and str(number) != line:
            parts += [sentence[done:end], f" `{title}`"]
            done = end
        seen.add(origin)
    return "".join([*parts, sentence[done:]])


def _cells_in(sentence: str, texts: Mapping[str, str]) -> Iterator[tuple[int, str | None, str]]:
    """Where a cell's name ends in the sentence, the line that follows it, and the cell's origin."""
    for match in _CELL.finditer(sentence):
        end = match.end(1)
        origins = [
            o for o in texts if o.endswith(f"cell {match[1]}") and sentence[:end].endswith(o)
        ]
        if origins:
            yield end, match[2], max(origins, key=len)
