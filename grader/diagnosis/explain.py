"""Sentences about a case that returned no value, a missing function, and what loading met."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping, Sequence
from typing import Any

from grader.comparison.credit import Share
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.exception_hints import advise
from grader.diagnosis.student_code import (
    called_as,
    is_class,
    line_of,
    place_for_students,
    signature_hint,
    takes_what_it_says,
)
from grader.diagnosis.texts import TEXTS
from grader.diagnosis.wording import step_failed, where_in_script
from grader.load import first_line, nowhere
from grader.model.exercise import Case, Credit, Exercise, Limits, SlowMistake
from grader.model.observation import ARGUMENTS
from grader.model.outcome import LOADING, Ending, Outcome, Raised, StatementError
from grader.model.submission import FunctionSite, Note, Program, Statement
from grader.util.language import gettext, gettext_noop, ngettext
from grader.util.untrusted_text import neutralise
from grader.values import Difference, describe

_SIGNALS = {
    "signal 4": gettext_noop("an illegal instruction"), "signal 6": gettext_noop("an abort"),
    "signal 7": gettext_noop("a bus error"), "signal 8": gettext_noop("an arithmetic fault"),
    "signal 9": gettext_noop("it was killed"),
    "signal 11": gettext_noop("a segmentation fault, often because a function calls itself and never stops"),
    "signal 31": gettext_noop("a forbidden system call"),
}  # fmt: skip


# A file of a thousand statements that raise must not fill the page that its student reads.
_MOST_NOTES = 20
_LONGEST_LINE = 80


def explain(exercise: Exercise, case: Case, outcome: Outcome, program: Program) -> dict[str, Any]:
    """Return rationale, hint, error_type and error_line of a case that returned no value."""
    if outcome.raised is not None:
        explained = _explain_raised(case, outcome.raised, program)
        told = step_failed(case, outcome, program)
        if told is not None:
            hint = case.hint or advise(exercise, case, outcome.raised, program)
            return {**explained, "rationale": told, "hint": hint}
        if case.call.steps:
            whole = where_in_script(case, outcome) + _lower(explained["rationale"])
            explained["rationale"] = whole
        return {**explained, "hint": _hint(exercise, case, outcome.raised, program)}
    limits = (
        exercise.limits if case.call.limits is None else case.call.limits.within(exercise.limits)
    )
    return {"rationale": _explain_ending(limits, outcome), "hint": case.hint}


def why_wrong(
    case: Case, outcome: Outcome, program: Program, share: Share, difference: Difference
) -> str:
    """What is wrong with a value that was returned: for a property, that it does not hold."""
    if case.is_property:
        return _does_not_hold(case.description, outcome.detail)
    text = _right_in_part(case.credit, share, difference.sentence())
    return text + _raised_at(outcome, program)


def _does_not_hold(description: str, detail: str | None) -> str:
    """What is wrong where a property does not hold: with which of its seeds, where it has several."""
    seed = re.match(r"seed \d+", detail or "")
    which = gettext(", first with {seed}", seed=seed[0]) if seed else ""
    return gettext(
        "This does not hold{which}: {description}.", which=which, description=description
    )


def too_slow_note(function: str, slow: SlowMistake, case: Case) -> Note:
    """What a public case shows is for students as well; a hidden one's work is its instructor's."""
    text = gettext(
        "`{function}` is right, but it takes more than {times} times the steps of the usual solution (case {name}). {hint}",
        function=function,
        times=slow.times,
        name=case.name,
        hint=gettext(slow.hint),
    )
    return Note("too_slow" if case.is_public else "too_slow_hidden", text)


def _right_in_part(credit: Credit | None, share: Share, difference: str) -> str:
    """The first difference, after how much of the result is right, where that earns something."""
    if credit is None or not share.right:
        return difference
    if credit.by == "items":
        counted = gettext("{right} of {of} parts are right.", right=share.right, of=share.of)
    else:
        counted = gettext("{right} of {of} entries are right.", right=share.right, of=share.of)
    return f"{counted} {difference}"


def _raised_at(outcome: Outcome, program: Program) -> str:
    """Where an exception comes from that was to be compared, as a further sentence."""
    if outcome.raised is None or outcome.raised.line is None:
        return ""
    line = _own_line(outcome.raised, program)
    return gettext(" It comes from {place}", place=_place(outcome.raised)) + (
        f": `{line}`." if line else "."
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def hint_about_values(case: Case, evidence: Evidence) -> str | None:
    """What the student's own text says about a wrong value, else the author's hint."""
    assert evidence.exercise is not None
    swapped = signature_hint(evidence.exercise, case, evidence.program)
    return swapped or evidence.hint_of_global or case.hint


def _hint(exercise: Exercise, case: Case, raised: Raised, program: Program) -> str | None:
    if raised.line is None:  # the call itself cannot be made, which the rationale says
        return advise(exercise, case, raised, program)
    swapped = signature_hint(exercise, case, program)
    return swapped or case.hint or advise(exercise, case, raised, program)


def _explain_raised(case: Case, raised: Raised, program: Program) -> dict[str, Any]:
    where, site = _place(raised), program.functions.get(case.function)
    text = gettext("Your code raised {type}", type=_exception_name(raised.type))
    if raised.message:
        text += f": {neutralise(raised.message, 300)}"
    if where:
        line = _own_line(raised, program)
        begins = _cell_begins(raised, program)
        text += f" ({where}: `{line}`{begins})" if line else f" ({where}{begins})"
    is_one_call = raised.type == "TypeError" and not case.call.steps
    is_known = site is not None and takes_what_it_says(program, site, case.function)
    if is_one_call and is_known and _cannot_be_called(site, case, raised):
        text = called_as(case, program)
    if is_one_call and raised.line is None and is_class(program, case.function):
        text = gettext("`{name}` must be a function. Yours is a class.", name=case.function)
    return {
        "rationale": text if text.endswith(".") else text + ".",
        "error_type": _exception_name(raised.type),
        "error_line": where if case.is_public else _place_of_hidden(case, raised, program),
    }


def _cannot_be_called(site: FunctionSite | None, case: Case, raised: Raised) -> bool:
    """Whether Python refused the call itself: no line of the student's was run."""
    if site is None:
        return False
    star = any(name.startswith("*") for name in site.parameters)
    short = not star and len(site.parameters) < case.call.positional
    is_about_call = re.search(r"\(\) (takes|missing|got) ", raised.message[:200]) is not None
    return short or (raised.line is None and is_about_call)


def _explain_ending(limits: Limits, outcome: Outcome) -> str:
    detail = outcome.detail or ""
    how = detail.removeprefix(f"{LOADING}: ").removeprefix(LOADING).strip()
    loading = gettext(" while the file was loaded") if detail.startswith(LOADING) else ""
    waited = detail.endswith("wall")
    match outcome.ending:
        case Ending.TIMEOUT if waited:
            return gettext(
                "It waited for more than {seconds:g} seconds{loading}, so it was stopped.",
                seconds=limits.case_wall_seconds,
                loading=loading,
            )
        case Ending.TIMEOUT:
            return gettext(
                "It computed for more than {seconds:g} seconds{loading}, so it was stopped. Is there a loop that never ends?",
                seconds=limits.case_cpu_seconds,
                loading=loading,
            )
        case Ending.MEMORY:
            return gettext(
                "It used more than {megabytes} MB of memory{loading}.",
                megabytes=limits.memory_bytes // 2**20,
                loading=loading,
            )
        case Ending.DIED:
            return gettext(
                "Your code ended Python itself{loading}: {how}.",
                loading=loading,
                how=_how_it_ended(how),
            )
        case Ending.NOT_RUN if how == "timeout":
            return gettext("Not run: this function ran out of time on an earlier case.")
        case Ending.NOT_RUN:
            if waited:
                return gettext(
                    "Not run: the functions before this one waited for more than {seconds:g} seconds in all.",
                    seconds=limits.submission_wall_seconds,
                )
            return gettext(
                "Not run: the functions before this one computed for more than {seconds:g} seconds in all.",
                seconds=limits.submission_cpu_seconds,
            )
        case Ending.UNFIT if outcome.value is None:
            return gettext("The result is None.")
        case Ending.UNFIT:
            return gettext(
                "The result is {value}. It does not have the form that is asked for, so it cannot be compared.",
                value=describe(outcome.value),
            )
        case Ending.FAULT:
            return gettext("The grader failed here. This is not your fault.")
    if how in TEXTS["unreadable"] or not how:
        return gettext(TEXTS["unreadable"].get(how, "The result cannot be read."))
    return gettext("The result cannot be read: {why}.", why=neutralise(how, 120))


def _how_it_ended(how: str) -> str:
    code = how.removeprefix("exit code ")
    return (
        gettext("exit code {code}", code=code) if code != how else gettext(_SIGNALS.get(how, how))
    )


def explain_missing(
    function: str, program: Program, errors: Sequence[StatementError], *, is_class: bool = False
) -> str:
    """Why a graded function, or class, is not there."""
    site = program.functions.get(function)
    if site is None:
        return program.missing.get(function) or nowhere(function, is_class)
    for error in errors:
        statements = program.statements[error.index : error.index + 1]
        if any((s.origin, s.line) == (site.origin, site.line) for s in statements):
            raised = _exception_text(error.raised)
            return gettext(
                "The definition of `{function}` raised {raised} ({where}).",
                function=function,
                raised=raised,
                where=_at(site),
            )
    if is_class:
        return gettext("`{name}` is there, but it is not a class.", name=function)
    return gettext("`{function}` is there, but it is not a function.", function=function)


def failed_with_correct(helper: str) -> str:
    """Why a case fails in a run with a correct helper."""
    return gettext(
        "Your `{helper}` is wrong, so this function was tested with a correct one. With the correct one, this case fails.",
        helper=helper,
    )


def search_stopped(function: str) -> Note:
    """For instructors: where the runs that an explanation needs were stopped, another run may say more."""
    return Note(
        "search_stopped",
        gettext(
            "`{function}` was not run to the end on inputs that no case has, since it took too long or its process ended. So nothing is said that these runs would have confirmed. Another run may say more.",
            function=function,
        ),
    )


def load_notes(program: Program, errors: Sequence[StatementError]) -> tuple[Note, ...]:
    """One note for each statement that raised while the submission was loaded."""
    texts = [
        gettext(
            "{where} was left out, because it raised {raised}",
            where=_at(program.statements[error.index]),
            raised=_exception_text(error.raised),
        )
        for error in errors
        if error.index < len(program.statements)
    ]
    rest = len(texts) - _MOST_NOTES
    if rest > 0:
        more = ngettext(
            "{count} more statement was left out, because it raised an error.",
            "{count} more statements were left out, because they raised an error.",
            rest,
        )
        texts[_MOST_NOTES:] = [more]
    return tuple(Note("not_loaded", text) for text in texts)


def outcome_notes(
    exercise: Exercise, outcomes: Mapping[str, Outcome], extra: Mapping[str, Sequence[str]]
) -> tuple[Note, ...]:
    """What is reported and not punished: changed arguments, shared memory, further keys.

    Hidden cases give no notes: what a function does with its inputs would say something of them.
    """
    changed: dict[str, dict[str, None]] = {}
    shared: dict[str, dict[str, None]] = {}
    for case in exercise.public_cases:
        outcome = outcomes.get(case.name)
        if outcome is None or ARGUMENTS in case.call.observed.compares:
            continue
        for name in case.call.arguments:
            # Only names of the call: any other text is the student's choice.
            if name in outcome.changed_arguments:
                changed.setdefault(case.function, {})[name] = None
            if name in outcome.shared_arguments and name not in case.shares:
                shared.setdefault(case.function, {})[name] = None
    notes = []
    for function in exercise.function_names:
        in_place = list(changed.get(function, ()))
        views = [name for name in shared.get(function, ()) if name not in in_place]
        if in_place:
            text = gettext(
                "`{function}` changes its argument {names} in place. This alone costs no points.",
                function=function,
                names=_listed(in_place),
            )
            notes.append(Note("changed_argument", text))
        if views:
            text = gettext(
                "The result of `{function}` shares memory with its argument {names}. A change to one of them changes the other. np.copy makes a new array.",
                function=function,
                names=_listed(views),
            )
            notes.append(Note("shared_memory", text))
        if extra.get(function):
            keys = [neutralise(key, 40) for key in extra[function][:6]]
            text = gettext(
                "`{function}` returns more keys than needed: {keys}.",
                function=function,
                keys=_listed(keys),
            )
            notes.append(Note("extra_keys", text))
    return tuple(notes)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _at(place: Statement | FunctionSite) -> str:
    return f"{place.origin}, line {place.line}"


def _exception_name(name: str) -> str:
    """A built-in exception's name; any other is a text that the student chose."""
    value = getattr(builtins, name, None)
    known = isinstance(value, type) and issubclass(value, BaseException)
    return name if known else "Exception"


def _exception_text(raised: Raised) -> str:
    message = neutralise(raised.message, 200)
    return _exception_name(raised.type) + (f": {message}" if message else "")


def _own_line(raised: Raised, program: Program) -> str:
    """The text of the line that raised, cut to what fits into a sentence."""
    line = line_of(program, raised)
    return neutralise(line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + " …", 100)


def _place_of_hidden(case: Case, raised: Raised, program: Program) -> str | None:
    """The place as students read it of a case whose inputs they do not know."""
    place = place_for_students(program, case.function, raised)
    if place is None:
        return None
    first, last = place
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    return f"{neutralise(raised.origin or '', 80)}, {lines}"


def _cell_begins(raised: Raised, program: Program) -> str:
    """What the first line of a notebook's cell is, since Jupyter shows no numbers of cells."""
    origin = raised.origin or ""
    if not re.search(r"(^|, )cell \d+$", origin):
        return ""
    number, title = first_line(program.texts.get(origin, ""))
    shown = neutralise(title, 60)
    return (
        gettext("; the cell begins with `{shown}`", shown=shown)
        if shown and number != raised.line
        else ""
    )


def _place(raised: Raised) -> str | None:
    if raised.origin is None or raised.line is None:
        return None
    return f"{neutralise(raised.origin, 80)}, line {raised.line}"
