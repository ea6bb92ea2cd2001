"""All sentences of the loader: its notes, and why a file cannot be read.

A note is one sentence that its student may read. ``origin`` is a cell's or a file's name,
``where`` a line in it.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

from grader.load.read.formatting import listing, place, places, plural, printable
from grader.model.modules import why_absent
from grader.model.submission import FunctionSite, Note

# --- why a file cannot be read ------------------------------------------------------------------

NOT_REGULAR = "This is not a regular file. It is a pipe, a socket or a device."
LINK = "The file is a link; links are not followed."
FOLDER = "This is a folder, not a file."
NULL_IN_NAME = "The file's name holds a null byte."
NULL_BYTES = "The file is binary: it holds null bytes."
NO_TEXT = "The file is binary: it does not hold text."
TOO_MUCH_CODE = "The file holds too much code to be an exercise."
LONG_DOTTED_NAME = "The file imports a name of more than 200 parts, which cannot be read."
LFS_POINTER = "The file is a Git LFS pointer, not the work itself. Run `git lfs pull`, then hand the file in again."
WEB_PAGE = "The file is a web page, not Python or a notebook. Download the raw file."
NO_JSON = "The file is not a notebook: it does not hold JSON."
NO_CELLS = "The file is JSON, but not a notebook: it has no cells."
TOO_MANY_VALUES = "The notebook holds too many values to be read."
UNFINISHED_MERGE = "The notebook has conflict marks from git (<<<<<<<). Finish the merge first."
NESTED_TOO_DEEPLY = "The notebook is damaged: its JSON is nested too deeply."
NUMBER_TOO_LARGE = "The notebook is damaged: its JSON holds a number that is too large."
_SYSTEM = {
    errno.EACCES: "The file may not be read: permission denied.",
    errno.EPERM: "The file may not be read: permission denied.",
    errno.ENOENT: "The file is not there.",
    errno.ENOTDIR: "The file is not there.",
    errno.ELOOP: LINK,
    errno.EISDIR: FOLDER,
    errno.ENAMETOOLONG: "The file's name is too long to be opened.",
}


def system_refused(error: OSError) -> str:
    return _SYSTEM.get(error.errno or 0, f"The file cannot be read: {error.strerror}.")


def too_large(megabytes: int) -> str:
    return f"The file is larger than {megabytes} MB."


def too_long(megabytes: int) -> str:
    return f"The file holds more than {megabytes} MB of code."


def another_format(what: str) -> str:
    return f"The file is not Python or a notebook: it is {what}. Hand in the .ipynb or .py file itself."


def cut_off(line: int) -> str:
    return f"The notebook is cut off: its JSON ends in the middle, at line {line}."


def damaged(line: int) -> str:
    return f"The notebook is damaged: its JSON is wrong at line {line}."


# --- why a function cannot be read --------------------------------------------------------------


def unread_function(name: str, where: str, why: str, shown: str = "") -> str:
    """``shown`` is the line with a caret under it, after a line's end."""
    return f"`{printable(name)}` could not be read: {where}: {why}.{shown}"


def newer_python(version: tuple[int, int], here: tuple[int, int]) -> str:
    return f"this needs Python {version[0]}.{version[1]}; here is Python {here[0]}.{here[1]}"


def in_another_cell(name: str, origin: str, kind: str) -> str:
    return f"`{printable(name)}` is in {origin}, which is a {kind} cell. Make it a code cell."


def commented_out(name: str, where: str) -> str:
    return f"`{printable(name)}` is there only as a comment ({where}). Take the # signs away."


def function_of_magic(name: str, origin: str, magic: str) -> str:
    why = f"{origin} starts with `%%{magic}`, so it is not Python code of this notebook."
    return f"`{printable(name)}` could not be read: {why}"


def not_written_yet(name: str, where: str) -> str:
    return f"`{printable(name)}` is not written yet ({where})."


# --- which version counts -----------------------------------------------------------------------


def left_aside(functions: Sequence[tuple[str, str]]) -> Note:
    """Bodies that nobody wrote, of functions that are written elsewhere: name and place of each."""
    shown = listing([f"`{printable(name)}` ({where})" for name, where in functions], 12)
    return Note("version", f"Left aside, since nothing is written there: {shown}.")


def newest_version(names: Sequence[str], files: Sequence[str], why: str) -> Note:
    """Which of several ``files`` counts, the last, and what tells that it is the newest."""
    *others, counts = [printable(file, 120) for file in files]
    functions = listing([f"`{printable(name)}`" for name in names], 12)
    text = f"{functions}: {counts} counts, not {listing(others, 6)}, since {why}."
    return Note("version", text)


def no_newest(names: Sequence[str], files: Sequence[str]) -> str:
    """Which of several ``files`` counts, the last, though nothing says that it is the newest."""
    functions = listing([f"`{printable(name)}`" for name in names], 12)
    shown = [printable(file, 120) for file in files]
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{functions} {verb} in several files ({listing(shown, 6)}), and nothing says which is the "
        f"newest. {shown[-1]} counts: it is the last in natural order."
    )


# --- what kind of file it is --------------------------------------------------------------------


def is_notebook() -> Note:
    return Note("format", "The file is a notebook, although its name says otherwise.")


def is_exported() -> Note:
    return Note("format", "The file is a notebook's HTML export. Its code cells were read from it.")


def is_script() -> Note:
    return Note("format", "The file is a Python script, although its name says notebook.")


def read_as(encoding: str) -> Note:
    return Note("encoding", f"The file is not UTF-8. It was read as {encoding}.")


def other_language(language: str) -> Note:
    return Note("kernel", f"The notebook's language is {printable(language)}, not Python.")


def old_kernel() -> Note:
    return Note("kernel", "The notebook was written for Python 2. It is run with Python 3.")


def helper_file(name: str) -> Note:
    text = f"{printable(name, 120)} is a helper file of the course. It was left out."
    return Note("skipped", text)


def merged(names: Sequence[str]) -> Note:
    order = listing([printable(name, 120) for name in names], 12)
    files = plural(len(names), "file")
    return Note("merged", f"{files} were read as one submission, in this order: {order}.")


# --- what was repaired --------------------------------------------------------------------------


def read_blanks(origin: str) -> Note:
    return Note("repaired", f"{origin}: invisible characters were read as spaces.")


def read_tabs(origin: str) -> Note:
    return Note("repaired", f"{origin}: a tab was read as eight spaces, as Python 2 did.")


def read_python_2(origin: str, lines: Sequence[int]) -> Note:
    word = "line" if len(lines) == 1 else "lines"
    where = f"{origin}, {word} {listing(map(str, lines))}"
    return Note("repaired", f"{where}: Python 2 syntax was read as Python 3.")


def read_prompts(origin: str) -> Note:
    return Note("repaired", f"{origin}: the prompts of a terminal were left out.")


def written_file(origin: str, name: str) -> Note:
    return Note(
        "merged", f"{origin} writes the file {printable(name)}. It was read with the others."
    )


def is_marimo() -> Note:
    return Note("format", "The file is a marimo notebook. Its cells were read one after another.")


def taken_from_class(method: str, owner: str, where: str) -> Note:
    text = f"`{printable(method)}` was taken from the class `{printable(owner)}` ({where})."
    return Note("repaired", text)


def renamed(found: str, name: str, where: str) -> Note:
    return Note("renamed", f"{where}: `{found}` was taken for `{name}`.")


# --- what was left out --------------------------------------------------------------------------


def foreign_cell(origin: str, magic: str) -> Note:
    why = f"`%%{printable(magic)}` makes it something else than Python code of this notebook"
    return Note("skipped", f"{origin} was left out: {why}.")


def cell_magic(origin: str, what: str) -> Note:
    return Note(
        "skipped", f"{origin}: `{printable(what)}` was left out. The rest of the cell was kept."
    )


def line_magics(origin: str, lines: Sequence[tuple[int, str]]) -> Note:
    if len(lines) == 1:
        number, text = lines[0]
        return left_out(place(origin, number), printable(text))
    shown = [f"`{printable(text, 40)}` (line {number})" for number, text in lines]
    return Note("skipped", f"{origin}: {listing(shown, 6)} were left out.")


def left_out(where: str, shown: str) -> Note:
    return Note("skipped", f"{where}: `{shown}` was left out.")


def refused(where: str, why: str) -> Note:
    return Note("skipped", f"{where} was left out: {why}.")


def unread_block(where: str, why: str, names: Sequence[str], shown: str = "") -> Note:
    """With the line and its caret where no function says them."""
    lost = "; without it: " + listing(f"`{printable(name)}`" for name in names) if names else ""
    line = "" if names else shown
    return Note("skipped", f"{where} could not be read and was left out: {why}{lost}.{line}")


def unread_blocks(origin: str, count: int) -> Note:
    return Note("skipped", f"{origin}: {plural(count, 'more block')} could not be read.")


def changes_module(where: str, target: str) -> Note:
    return Note("skipped", f"{where}: `{target} = …` was left out, because it changes a module.")


def unknown_decorator(where: str, name: str) -> Note:
    text = f"{where}: the decorator `@{name}` was left out, because it is not defined."
    return Note("skipped", text)


def not_run(spots: Sequence[tuple[str, int]]) -> Note:
    text = f"Only definitions and constants are run. This code outside of functions was not run: {places(spots)}."
    return Note("skipped", text)


def reads_what_is_not_run(reader: str, name: str, where: str) -> Note:
    text = (
        f"`{printable(reader)}` uses `{printable(name)}`, but the code that sets it is not run "
        f"({where})."
    )
    return Note("skipped", text)


# --- what the code meets ------------------------------------------------------------------------


def defined_twice(name: str, sites: Sequence[FunctionSite]) -> Note:
    where = listing(place(site.origin, site.line) for site in sites)
    text = f"`{name}` is defined {len(sites)} times: {where}. The last one counts."
    return Note("duplicate", text)


def module_supplied(name: str) -> Note:
    return Note("supplied", f"`{name}` was not imported. It was there all the same.")


def helper_supplied(name: str) -> Note:
    return Note("supplied", f"`{name}` was not imported. The one of the course was used.")


def helper_replaced(name: str, module: str) -> Note:
    return Note("supplied", f"`{name}` from `{printable(module)}`: the one of the course was used.")


def not_there(where: str, module: str) -> Note:
    return Note("stand-in", f"{where}: {printable(why_absent(module), 120)}.")


def removed_from_numpy(where: str, shown: str, use: str) -> Note:
    text = f"{where}: `{printable(shown)}` was removed from NumPy. Use `{use}`."
    return Note("removed-name", text)
