"""What is said in a notebook, and nowhere else."""

from __future__ import annotations

HERE = (
    "Checked in this process, with the functions as they are now, on the public cases. "
    "Your mark also depends on hidden cases."
)
NO_EXERCISE = "there is no exercise here"
NO_EXERCISE_HINT = (
    "put exercise.json, which came with the notebook, into its folder; or name the folder: "
    'grader.check(course="FOLDER")'
)


def not_defined(name: str) -> str:
    return f"There is no function `{name}` yet. Run the cell that defines it."


def whole_program(name: str) -> tuple[str, str]:
    return (
        f"{name} is a whole program, which no notebook can check while it runs",
        f"save the file, and check it in a terminal: grader check {name}.py",
    )


def no_function(name: str) -> str:
    return f"`{name}` is there, but it is not a function."


def which_exercise(ids: list[str]) -> tuple[str, str]:
    return f"it could be {' or '.join(ids)}", f'say which: grader.check(exercise="{ids[0]}")'


def unknown_function(name: str, exercise: str) -> str:
    return f"{exercise} has no function {name!r}"


def several_cases(name: str, ids: list[str]) -> tuple[str, str]:
    return (
        f"{' and '.join(ids)} have a public case {name!r}",
        f'say which: grader.case("{name}", exercise="{ids[0]}")',
    )
