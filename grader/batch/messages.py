"""All sentences about a submission as a whole: why it has no score, which of several files counts.

A reason follows "not graded:" or a name, so it begins in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.model.result import rounded
from grader.util.in_words import count_of
from grader.util.language import gettext, gettext_noop

NO_CODE_FILE = gettext_noop("there is no .py and no .ipynb file in it")
NO_CODE = gettext_noop("there is no code in it")
OUR_FAILURE = gettext_noop("The grader failed here, not the submission.")

TOO_MANY_BYTES = gettext_noop(
    "it is too large to read: its files are too large together. "
    "Leave out data and code that the exercise does not need."
)
TOO_MUCH_CODE = gettext_noop(
    "it is too large to read: its files hold too much code together. "
    "Leave out data and code that the exercise does not need."
)

_MOST_NAMES = 8
_MOST_TRACES = 3


def unreadable(reasons: Mapping[str, str]) -> str:
    """Why each of its files cannot be read, with their names where there are several."""
    if len(reasons) == 1:
        return next(iter(reasons.values()))
    return " ".join(f"{name}: {reason}" for name, reason in reasons.items())


def not_this(wanted: str, others: Sequence[str], seen: Sequence[str]) -> str:
    if others:
        return gettext("this looks like {others}, not {wanted}", others=_or(others), wanted=wanted)
    return gettext(
        "no function of {wanted} is in it; it defines {functions}",
        wanted=wanted,
        functions=_functions(seen),
    )


def no_exercise(candidates: Sequence[str], seen: Sequence[str]) -> str:
    if not candidates:
        return gettext(
            "it belongs to no exercise; it defines {functions}", functions=_functions(seen)
        )
    return gettext(
        "it could belong to {exercises}; it defines {functions}",
        exercises=_or(candidates),
        functions=_functions(seen),
    )


def with_traces(reason: str, traces: Sequence[str]) -> str:
    """The reason, and where there is code that is not run, so that its student can find it."""
    more = []
    if traces[_MOST_TRACES:]:
        more = [gettext("and {count} more like that.", count=len(traces) - _MOST_TRACES)]
    return " ".join([f"{reason}.", *traces[:_MOST_TRACES], *more]) if traces else reason


def counted(exercises: Mapping[str, int]) -> str:
    """Exercises, and how many submissions are of each."""
    return ", ".join(f"{name} ({count})" for name, count in sorted(exercises.items()))


def also_there(exercise: str, others: Mapping[str, int]) -> str:
    """The exercise of a run for which nobody named one, and the other exercises that were handed in."""
    return (
        f"graded as {exercise}, which most submissions are of; some are of other exercises, or hold "
        f"functions of them: {counted(others)}; to grade those as well, say --exercise "
        f"{','.join([exercise, *sorted(others)])}"
    )


def as_edition(name: str, without: Sequence[str]) -> str:
    return gettext(
        "This is edition {name} of the exercise, without {functions}.",
        name=name,
        functions=_quoted(without),
    )


def as_current_edition(name: str, without: Sequence[str]) -> str:
    return gettext(
        "This is the current edition of the exercise, which has {functions}, too. "
        "If yours is edition {name}, which does not have them, say --edition {name}.",
        functions=_quoted(without),
        name=name,
    )


def nothing_of(exercise: str) -> str:
    return gettext("none of the functions of {exercise} can be read in it", exercise=exercise)


def aside_since(file: str, reason: str | None) -> str:
    return gettext(
        "{file} of the same group is left aside: {reason}", file=file, reason=reason or ""
    )


def aside_for(file: str, counts: str) -> str:
    return gettext(
        "{file} of the same group is left aside; {counts} counts", file=file, counts=counts
    )


def too_costly(excess: str, megabytes: int, seconds: float) -> str:
    """Why a submission is not judged that takes more than these limits, or is nested too deeply."""
    if excess == "memory":
        why = gettext("it takes too much memory (the limit is {megabytes} MB)", megabytes=megabytes)
    elif excess == "depth":
        why = gettext("it is nested so deeply that Python breaks down")
    else:
        why = gettext("it takes too long (the limit is {seconds:g} seconds)", seconds=seconds)
    return gettext(
        "it is too large to read: {why}. Leave out data and code that the exercise does not need.",
        why=why,
    )


def failed_on(cases: Sequence[str]) -> str:
    return f"the grader failed on {', '.join(cases)}"


def of_earlier_runs(students: Sequence[str]) -> str:
    """Who is in the results and not among the submissions, so that no row is there unseen."""
    count = count_of(len(students), "student", ("stays", "stay"))
    return f"{count} in the gradebook as in an earlier run, with no submission in this one: {_first(students)}"


def ambiguous(students: Sequence[str]) -> str:
    """Who handed in several versions, in the terminal; the summary says more."""
    count = count_of(len(students), "submission", ("is", "are"))
    return (
        f"{count} ambiguous: several versions of a function, and nothing says which is the newest: "
        f"{_first(students)}; summary.html says which version counts"
    )


def _first(students: Sequence[str]) -> str:
    more = f" and {len(students) - _MOST_NAMES} more" if students[_MOST_NAMES:] else ""
    return "; ".join(students[:_MOST_NAMES]) + more


def _functions(seen: Sequence[str]) -> str:
    if not seen:
        return gettext("no function at all")
    more, listed = len(seen) - _MOST_NAMES, ", ".join(seen[:_MOST_NAMES])
    return gettext("{listed} and {more} more", listed=listed, more=more) if more > 0 else listed


def _quoted(names: Sequence[str]) -> str:
    *most, last = [f"`{name}`" for name in names]
    return gettext("{most} and {last}", most=", ".join(most), last=last) if most else last


def _or(names: Sequence[str]) -> str:
    return gettext(" or ").join(names)


def other_variant(own: str, claimed: str) -> str:
    """To a student whose file was made from another student's bundle."""
    return gettext(
        "Your variant of this exercise is {own}, but the file says that it was made for variant "
        "{claimed}. It was graded as variant {own}.",
        own=own,
        claimed=claimed,
    )


def solves(variant: str, functions: Sequence[str], own: str) -> str:
    """To the instructor: evidence, and what else may explain it."""
    names = ", ".join(f"`{name}`" for name in functions)
    return (
        f"{names}: wrong for variant {own}, which the student has, and right for variant {variant}. "
        "It may be a copy of another student's work, another's file, or a misread statement."
    )


def made_for_others(students: Sequence[str]) -> str:
    """To the instructor: files that say they were made for another variant than their student's."""
    return (
        f"made for another variant than the student's: {_first(sorted(students))}; if these are many, "
        "is the roster the one that the variants were released with?"
    )


def by_hand(title: str, points: Fraction, found: bool) -> str:
    """To a student who checks: a part that no check judges."""
    worth = (
        gettext("1 point") if points == 1 else gettext("{points} points", points=rounded(points))
    )
    text = gettext(
        "{title} ({worth}) is marked by a person, not by this check.",
        title=gettext(title),
        worth=worth,
    )
    return text if found else f"{text} " + gettext("No answer to it was found in your file.")
