"""The report in a terminal: what ``grader check`` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.load.messages import UNREAD_BLOCK, UNREAD_FUNCTION
from grader.model.exercise import Visibility
from grader.model.result import Status
from grader.report import phrases
from grader.report.model import CaseSection, FunctionSection, Report, in_language_of
from grader.util.language import gettext
from grader.util.table import cells
from grader.util.untrusted_text import harmless

NARROWEST = 40
_MOST_NOTES = 6

_BOLD, _DIM, _RED, _GREEN, _YELLOW = "1", "2", "31", "32", "33"
_COLOURS = {"passed": _GREEN, "failure": _RED, "skipped": _DIM, "error": _YELLOW}


def render_check(report: Report, *, color: bool, width: int) -> str:
    """The whole feedback, ending in a newline. Understandable without colour at any width."""
    with in_language_of(report):
        return "".join(line + "\n" for line in _Page(report, color, max(width, NARROWEST)).lines())


class _Page:
    def __init__(self, report: Report, color: bool, width: int) -> None:
        self.report = report
        self.color = color
        self.width = width

    def lines(self) -> Iterator[str]:
        report = self.report
        edition = report.environment.settings.get("edition")
        title = report.exercise.title
        if edition:
            title += " (" + gettext("edition {name}", name=edition) + ")"
        if report.exercise.variant:
            title += " (" + gettext("variant {name}", name=report.exercise.variant) + ")"
        yield from self.wrapped(f"{report.submission.file}: {title}", style=_BOLD)
        yield ""
        if report.submission.ambiguous:
            yield from self.wrapped(
                gettext("Several versions: {text}", text=report.submission.ambiguous), style=_BOLD
            )
            yield ""
        if report.functions:
            yield from self.table()
            yield ""
        for function in report.functions:
            yield from self.details(function)
        yield from self.missing()
        yield from self.by_hand()
        yield from self.notes()
        yield from self.verdict()

    def table(self) -> Iterator[str]:
        rows = [(function, phrases.earned(function)) for function in self.report.functions]
        names = max(cells(function.name) for function, _ in rows)
        name_from = 2 + max(cells(gettext(status.word)) for status in Status) + 2
        fits = name_from + names + 2 + max(len(score) for _, score in rows) <= self.width
        for function, score in rows:
            status = f"{function.status.mark} {gettext(function.status.word)}"
            colour = _COLOURS[function.status.kind]
            if fits:
                name = harmless(function.name)
                gap = " " * (names - cells(name) + 2)
                yield f"{self.painted(status.ljust(name_from), colour)}{name}{gap}{score}"
            else:
                yield f"{self.painted(status, colour)}, {score}"
                yield from self.wrapped(function.name, indent="    ")

    def details(self, function: FunctionSection) -> Iterator[str]:
        cases = phrases.cases_of(self.report, function.name)
        wrong = [case for case in cases if case.status.was_run and not case.status.is_right]
        carried = dict.fromkeys(c.rationale for c in cases if c.carried_from and c.rationale)
        loose = phrases.violations_apart(function, cases)
        if not (wrong or carried or loose) or function.status == Status.MISSING:
            return
        yield from self.wrapped(function.name, style=_BOLD)
        if function.fix_first is not None:
            before = gettext(
                "Fix `{first}` first: `{name}` calls it.",
                first=function.fix_first,
                name=function.name,
            )
            yield from self.wrapped(before, indent="  ")
        for sentence in (*loose, *carried):
            yield from self.wrapped(sentence, indent="  ")
        shown_hints: set[str] = set()
        for case in wrong:
            yield from self.case(case, shown_hints)
        if function.counterexample is not None:
            found = function.counterexample
            yield from self.verbatim(gettext("A small call where yours differs:"), found.code)
            verb, _, shown = found.yours.partition(" ")
            if verb == "raises":
                told = gettext(
                    "Yours raises {shown}, right is {right}.", shown=shown, right=found.right
                )
            else:
                told = gettext(
                    "Yours gives {shown}, right is {right}.", shown=shown, right=found.right
                )
            yield from self.wrapped(" ".join(told.split()), indent="    ")
        yield ""

    def missing(self) -> Iterator[str]:
        """Why functions are not there. Nothing was called, so their cases explain nothing."""
        missing = [f.name for f in self.report.functions if f.status == Status.MISSING]
        if not missing:
            return
        yield self.painted(gettext("Missing"), _BOLD)
        for name in missing:
            cases = phrases.cases_of(self.report, name)
            why = next((case.rationale for case in cases if case.rationale), "")
            text = why if name in why else f"{name}: {why}" if why else name
            yield from self.wrapped(text, first=f"  {Status.MISSING.mark} ", indent="    ")
        yield ""

    def case(self, case: CaseSection, shown_hints: set[str]) -> Iterator[str]:
        """What it asks for, what is wrong, where, and what to try; a hint only once per function."""
        text = f"{case.description} ({phrases.earned(case)})"
        yield from self.wrapped(text, first=f"  {case.status.mark} ", indent="    ")
        if case.rationale:
            yield from self.wrapped(case.rationale, indent="    ")
        if (where := phrases.where(case)) is not None:
            yield from self.wrapped(gettext("Where: {where}", where=where), indent="    ")
        if case.hint and case.hint not in shown_hints:
            shown_hints.add(case.hint)
            first = "    " + gettext("Try:") + " "
            yield from self.wrapped(case.hint, first=first, indent=" " * cells(first))
        if case.printed:
            yield from self.verbatim(gettext("It printed:"), case.printed)
        if case.call:
            yield from self.verbatim(gettext("To try it by hand:"), case.call)

    def verbatim(self, title: str, text: str) -> Iterator[str]:
        """Lines as they are, however long, so that code can be copied."""
        yield f"    {title}"
        for line in text.split("\n"):
            yield self.painted(f"      {line}".rstrip(), _DIM)

    def notes(self) -> Iterator[str]:
        notes = [
            n for n in phrases.notes_for_students(self.report) if not self._is_repeated(n.text)
        ]
        if not notes:
            return
        yield self.painted(gettext("Notes"), _BOLD)
        for note in notes[:_MOST_NOTES]:
            yield from self.wrapped(note.text, first="  - ", indent="    ")
        if len(notes) > _MOST_NOTES:
            yield "  - " + gettext("and {count} more", count=len(notes) - _MOST_NOTES)
        yield ""

    def by_hand(self) -> Iterator[str]:
        for part in self.report.by_hand:
            score = phrases.points(part.score, part.max_score)
            if part.score is None:
                line = gettext(
                    "{title} (not yet marked by a person): {points}", title=part.title, points=score
                )
            else:
                line = gettext(
                    "{title} (marked by a person): {points}", title=part.title, points=score
                )
            yield from self.wrapped(line)
            for item in part.items:
                yield from self.wrapped(phrases.of_item(item), first="  - ", indent="    ")
            if part.comment:
                yield from self.wrapped(part.comment, first="  ", indent="  ")
            yield ""

    def _is_repeated(self, note: str) -> bool:
        """Whether a case says the same: a name that NumPy no longer has, a cell that cannot be read."""
        where, _, what = note.partition(": ")
        left_out = gettext(UNREAD_BLOCK.text).partition("{where}")[2].partition(": ")[0]
        where = where.removesuffix(left_out)
        texts = [text for c in self.report.cases for text in (c.hint, c.rationale) if text]
        broken = gettext(UNREAD_FUNCTION.text).partition("`{name}`")[2].partition("{where}")[0]
        broken += f"{where}: "
        return any(text == what or broken in text for text in texts)

    def verdict(self) -> Iterator[str]:
        report = self.report
        ungraded = phrases.why_ungraded(report)
        if ungraded is not None:
            yield from self.wrapped(gettext("No score.") + f" {ungraded}", style=_BOLD)
            return
        if report.cases and all(case.visibility == Visibility.PUBLIC for case in report.cases):
            score = gettext("Score: {points} on the public cases.", points=phrases.earned(report))
        else:
            score = gettext("Score: {points}.", points=phrases.earned(report))
        first = phrases.first_to_fix(report)
        if first is not None:
            score += " " + gettext("Fix {name} first.", name=first.name)
        elif report.functions and phrases.passed(report):
            score += " " + gettext("Everything passed.")
        yield from self.wrapped(score, style=_BOLD)

    def wrapped(
        self, text: str, *, first: str | None = None, indent: str = "", style: str | None = None
    ) -> Iterator[str]:
        """``text`` in lines of the page's width, ``indent`` before each, ``first`` on the first."""
        start = indent if first is None else first
        room = self.width - max(cells(start), cells(indent))
        text, *code = text.split("\n")
        for line in wrap(harmless(text, limit=2000), room):
            yield start + (self.painted(line, style) if style else line)
            start = indent
        for line in code:  # of the student's, with a caret under it
            yield indent + next(iter(_pieces(harmless(line), room)))

    def painted(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color else text


# Points and what they are of stay on one line.
_WORD = re.compile(r"\(?[\d.]+ / [\d.]+\)?(?!\S)|\S+")


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` terminal cells, broken at spaces where that is possible."""
    line = ""
    for word in _WORD.findall(text):
        if line and cells(line) + 1 + cells(word) <= width:
            line += " " + word
            continue
        if line:
            yield line
        *full, line = _pieces(word, width)
        yield from full
    if line:
        yield line


def _pieces(word: str, width: int) -> list[str]:
    """A word that may be longer than a line, cut into lines."""
    pieces, used = [""], 0
    for character in word:
        wide = cells(character)
        if used + wide > width:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += wide
    return pieces
