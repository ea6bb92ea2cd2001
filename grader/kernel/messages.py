"""What is said in a notebook, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from grader.util.language import gettext, gettext_noop

HERE = gettext_noop(
    "Checked in this process, with the functions as they are now, on the public cases. Your mark also depends on hidden cases."
)
NO_EXERCISE = gettext_noop("there is no exercise here")
NO_EXERCISE_HINT = gettext_noop(
    'put exercise.json, which came with the notebook, into its folder; or name the folder: grader.check(course="FOLDER")'
)


def not_defined(name: str, is_class: bool) -> str:
    if is_class:
        return gettext("There is no class `{name}` yet. Run the cell that defines it.", name=name)
    return gettext("There is no function `{name}` yet. Run the cell that defines it.", name=name)


def whole_program(name: str) -> tuple[str, str]:
    return (
        gettext("{name} is a whole program, which no notebook can check while it runs", name=name),
        gettext("save the file, and check it in a terminal: grader check {name}.py", name=name),
    )


def no_function(name: str, is_class: bool) -> str:
    if is_class:
        return gettext("`{name}` is there, but it is not a class.", name=name)
    return gettext("`{name}` is there, but it is not a function.", name=name)


def which_exercise(ids: list[str]) -> tuple[str, str]:
    return (
        gettext("it could be {exercises}", exercises=gettext(" or ").join(ids)),
        gettext('say which: grader.check(exercise="{exercise}")', exercise=ids[0]),
    )


def unknown_function(name: str, exercise: str) -> str:
    return gettext("{exercise} has no function {name!r}", exercise=exercise, name=name)


def several_cases(name: str, ids: list[str]) -> tuple[str, str]:
    return (
        gettext(
            "{exercises} have a public case {name!r}",
            exercises=gettext(" and ").join(ids),
            name=name,
        ),
        gettext(
            'say which: grader.case("{name}", exercise="{exercise}")', name=name, exercise=ids[0]
        ),
    )


def unknown_exercise(name: str) -> str:
    return gettext("there is no exercise {name!r}", name=name)


def unknown_case(name: str) -> str:
    return gettext("there is no public case {name!r}", name=name)


def did_you_mean(name: str) -> str:
    return gettext("did you mean {name}?", name=name)


def there_are(names: Iterable[str]) -> str:
    return gettext("there are: {names}", names=", ".join(names))
