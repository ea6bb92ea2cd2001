"""Sentences that the terminal and the pages have in common."""

from __future__ import annotations

from grader.model.result import NOT_AS_ASKED, STYLE, SubmissionStatus
from grader.report.model import CaseSection, FunctionSection, ItemSection, NoteSection, Report
from grader.util.language import gettext, gettext_noop, ngettext, places

# Notes that may explain a result to its student, the most important kind first.
NOTES_FOR_STUDENTS = (
    "late",
    "by_hand",
    "variant",
    "edition",
    "not_loaded",
    "kernel",
    "removed-name",
    "supplied",
    "duplicate",
    "version",
    "too_slow",
    "changed_argument",
    "extra_keys",
    "repaired",
    "encoding",
    "skipped",
)

# Notes that whoever reads the gradebook has to know.
_FOR_THE_TABLE = ("late", "hand_in_time", "withdrawn", "variant", "other_variant")

NEEDS_PERSON = gettext_noop("needs a person")
NOT_MARKED = gettext_noop("not yet marked")
CHANGED = gettext_noop("changed since it was marked")


def points(earned: int | float | None, attainable: int | float) -> str:
    """ "2.5 / 4", and a dash where there is no score."""
    return f"{'–' if earned is None else number(earned)} / {number(attainable)}"


def earned(section: CaseSection | FunctionSection | Report) -> str:
    """What a case, a function or a submission earned, of what: "12 / 10 (+3 bonus)", "2 / 3 bonus"."""
    if isinstance(section, CaseSection):
        text = points(section.points, section.max_points)
        return gettext("{points} bonus", points=text) if section.bonus else text
    text = points(section.score, section.max_score)
    if not section.max_bonus:
        return text
    if not section.max_score:
        return gettext("{points} bonus", points=points(section.score, section.max_bonus))
    return gettext("{points} (+{more} bonus)", points=text, more=number(section.max_bonus))


def counts(function: FunctionSection) -> bool:
    """Whether a function is asked for: one with nothing but bonus cases may be left out."""
    return bool(function.max_score) or not function.max_bonus


def passed(report: Report) -> bool:
    """Whether there is a score and every function that is asked for is right."""
    return report.score is not None and all(
        function.status.is_right for function in report.functions if counts(function)
    )


def number(value: int | float) -> str:
    """At most two decimals: a third of a point is 0.33."""
    return str(value) if isinstance(value, int) else f"{value:.2f}".rstrip("0").rstrip(".")


def why_ungraded(report: Report) -> str | None:
    """The sentence that replaces a missing score, or None if there is a score."""
    status, reason = report.submission.status, report.submission.reason
    if report.score is not None:
        return None
    if status == SubmissionStatus.UNREADABLE:
        return _with_reason(gettext("The submission cannot be read, so it was not graded"), reason)
    if status == SubmissionStatus.EMPTY:
        return _with_reason(gettext("There is nothing in the submission to grade"), reason)
    if status == SubmissionStatus.WRONG_EXERCISE:
        return _with_reason(gettext("The submission seems to belong to another exercise"), reason)
    if report.waits_for_marks:
        return not_marked(report)
    return gettext(
        "The grader failed on this submission. This is not your fault. A person has to look."
    )


def not_marked(report: Report) -> str:
    """What a person still has to mark, and what the functions earned so far."""
    titles = gettext(" and ").join(part.title for part in report.unmarked)
    attainable = sum(function.max_score for function in report.functions)
    so_far = points(report.automatic_score, attainable)
    return ngettext(
        "{titles} is marked by a person, and not yet marked. So far: {points} points for the functions.",
        "{titles} are marked by a person, and not yet marked. So far: {points} points for the functions.",
        len(report.unmarked),
        titles=titles,
        points=so_far,
    )


def _with_reason(sentence: str, reason: str | None) -> str:
    return f"{sentence}: {reason.rstrip('.')}." if reason else f"{sentence}."


def submission_status(report: Report) -> str:
    """The status in a word or two; a graded submission without a score needs a person."""
    if report.waits_for_marks:
        return CHANGED if any(part.changed for part in report.unmarked) else NOT_MARKED
    if report.submission.status == SubmissionStatus.GRADED and report.score is None:
        return NEEDS_PERSON
    return report.submission.status.value


def first_to_fix(report: Report) -> FunctionSection | None:
    """The first function that does not pass, or the one that it builds on. Bonus functions may wait."""
    for function in report.functions:
        if function.status.is_students and counts(function):
            named = (f for f in report.functions if f.name == function.fix_first)
            return next(named, function)
    return None


def where(case: CaseSection) -> str | None:
    """Where a case's error was raised, where its rationale does not say so."""
    if case.error_line is None:
        return None
    told = places(case.error_line)
    return None if told in (case.rationale or "") else told


def of_item(item: ItemSection) -> str:
    """What a person gave for one thing that is looked for, and the comment."""
    given = f"{item.text}: {points(item.points, item.max_points)}"
    return f"{given}. {item.comment}" if item.comment else given


def cases_of(report: Report, function: str) -> tuple[CaseSection, ...]:
    """The cases of one function, in order."""
    return tuple(case for case in report.cases if case.function == function)


def violations_apart(function: FunctionSection, cases: tuple[CaseSection, ...]) -> tuple[str, ...]:
    """What the function's code does against the rules, where none of its cases says it already."""
    said = any(case.mistake in (NOT_AS_ASKED, STYLE) for case in cases)
    return () if said else function.violations


def notes_for_students(report: Report) -> tuple[NoteSection, ...]:
    """The notes that may explain a result to its student, the most important first."""
    notes = (note for note in report.notes if note.kind in NOTES_FOR_STUDENTS)
    return tuple(sorted(notes, key=lambda note: NOTES_FOR_STUDENTS.index(note.kind)))


def changes(before: Report, after: Report) -> list[str]:
    """What another check of the same exercise found that the one before did not, in lines."""
    earlier = {function.name: function for function in before.functions}
    lines = []
    for function in after.functions:
        old = earlier.get(function.name)
        if old is None:
            continue
        if (old.status, old.score) != (function.status, function.score):
            was, now = old.status, function.status
            if was != now:
                became = gettext(
                    "{was} before, {now} now", was=gettext(was.word), now=gettext(now.word)
                )
            else:
                became = gettext("still {now}", now=gettext(now.word))
            score = points(function.score, function.max_score)
            lines.append(f"{now.mark} {function.name}: {became} ({score})")
        elif _says(before, function.name) != _says(after, function.name):
            lines.append(
                f"{function.status.mark} {function.name}: "
                + gettext("{now} in another way", now=gettext(function.status.word))
            )
    if before.exercise.id != after.exercise.id:
        return [gettext("Another exercise than in the last check.")]
    return (
        [gettext("Since the last check:"), *lines]
        if lines
        else [gettext("Nothing changed since the last check.")]
    )


def _says(report: Report, function: str) -> list[tuple[str | None, ...]]:
    return [(case.status, case.rationale, case.hint) for case in cases_of(report, function)]


def why_without_score(report: Report) -> str | None:
    """The reason for the instructor, if the report has one."""
    faults = (note.text for note in report.notes if note.kind == "grader_error")
    return report.submission.reason or next(faults, None)


def for_the_table(report: Report) -> tuple[str, ...]:
    """The gradebook's column of notes: why there is no score, and what changed the score."""
    reason = why_without_score(report) or why_ungraded(report) if report.score is None else None
    lines = [line for line in (reason, report.submission.ambiguous) if line]
    for change in report.adjustments:
        if change.function is None:
            verb = "taken off" if change.points < 0 else "added"
            lines.append(f"{number(abs(change.points))} points {verb}: {change.reason}")
        else:
            what = "total" if change.function == "*" else change.function
            lines.append(f"{what} set by a person: {change.reason}")
    return (*lines, *(note.text for note in report.notes if note.kind in _FOR_THE_TABLE))
