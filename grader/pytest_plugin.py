"""Shows an exercise's checks as pytest items: ``pytest exercises`` in a course.

One item per submission with a known verdict (the reference passes, the starter fails, each mistake
is caught), and one per group of the other checks of ``grader verify``. Nothing is imported before
there is an exercise to collect, since pytest loads this in every project where it is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.course.definition import Definition
    from grader.model.declaration import Where
    from grader.model.exercise import Exercise
    from grader.sandbox.judge.sandbox import Sandbox
    from grader.verify import Check
    from grader.verify.margins import Margins

_stack_key = pytest.StashKey[ExitStack]()
_sandbox_key = pytest.StashKey["Sandbox"]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``exercises/<id>/exercise.py``. One named on the command line comes in the way below."""
    if parent.session.isinitpath(file_path) or not _is_exercise(file_path):
        return None
    return ExerciseFile.from_parent(parent, path=file_path)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Keep pytest from importing an exercise as a module of its own accord."""
    if not _is_exercise(module_path):
        return None
    return ExerciseFile.from_parent(parent, path=module_path)


def pytest_unconfigure(config: pytest.Config) -> None:
    stack = config.stash.get(_stack_key, None)
    if stack is not None:
        stack.close()


def _is_exercise(path: Path) -> bool:
    if path.name != "exercise.py" or path.parent.parent.name != "exercises":
        return False
    return "grader.authoring" in path.read_text("utf-8", errors="replace")


class ExerciseFile(pytest.File):
    """One exercise. It is prepared when its first item runs, and once."""

    _prepared: tuple[Exercise, Margins] | None = None
    definition: Definition

    def collect(self) -> Iterator[ExerciseItem]:
        from grader.course.catalog import Course
        from grader.util.errors import GraderError
        from grader.verify import (
            carried,
            chance,
            declared,
            guessed,
            known,
            leaks,
            margins,
            repeat,
            room,
        )

        root = self.path.parents[2]
        try:
            self.definition = Course(root).definition(self.path.parent.name)
        except GraderError as error:
            raise self.CollectError(
                error.message + (f"\nhint: {error.hint}" if error.hint else "")
            ) from None

        def item(name: str, run: Callable[..., Any], where: Where | None = None) -> ExerciseItem:
            return ExerciseItem.from_parent(
                self, name=name, check=run, line=where.line - 1 if where else None
            )

        yield item("reference passes", lambda d, e, m, s: [known.check_reference(d, e, s)])
        for form in self.definition.accepted_forms:
            name = f"{form.function}: {form.name} passes"
            yield item(name, partial(_accepted_form, form), form.where)
        yield item("starter fails", lambda d, e, m, s: [known.check_starter(d, e, s)])
        yield item("trivial answers fail", lambda d, e, m, s: known.check_trivial(d, e, s))
        yield item(
            "public answers earn nothing hidden", lambda d, e, m, s: guessed.check_guessed(d, e, s)
        )
        for mistake in self.definition.mistakes:
            name = f"{mistake.function}: {mistake.name} is caught"
            yield item(name, partial(_mistake, mistake), mistake.where)
        yield item("tolerances fit", lambda d, e, m, s: margins.check_margins(d, e, m, s))
        yield item("no answer is an input", lambda d, e, m, s: leaks.check_leaks(e))
        yield item("limits leave room", lambda d, e, m, s: room.check_limits(d, e, s))
        yield item("draws are declared", lambda d, e, m, s: chance.check_draws(d, e, s))
        if any(function.builds_on for function in self.definition.declared):
            yield item("faults cost once", lambda d, e, m, s: carried.check_carried(d, e, s))
        if self.definition.equivalents:
            yield item("equivalents agree", lambda d, e, m, s: declared.check_declared(d, e, s))
        yield item("results repeat", lambda d, e, m, s: repeat.check_repeats(d, e, root, s))

    def prepared(self) -> tuple[Exercise, Margins, Sandbox]:
        """The exercise with its mistakes' answers, and the session's one sandbox."""
        from grader.course.prepare import prepare, with_mistakes
        from grader.verify.margins import Margins

        sandbox = _sandbox(self.config)
        if self._prepared is None:
            exercise = prepare(self.definition, sandbox)
            exercise = with_mistakes(self.definition, exercise, sandbox, exercise.function_names)
            self._prepared = exercise, Margins(exercise)
        return (*self._prepared, sandbox)


class ExerciseItem(pytest.Item):
    """One check, or one group of them."""

    def __init__(self, *, check: Callable[..., Any], line: int | None, **rest: Any) -> None:
        super().__init__(**rest)
        self._check = check
        self._line = line

    def runtest(self) -> None:
        assert isinstance(self.parent, ExerciseFile)
        checks: list[Check] = list(self._check(self.parent.definition, *self.parent.prepared()))
        failed = [f"{check.name}: {check.detail}" for check in checks if not check.passed]
        if failed:
            raise FellShort("\n".join(failed))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from grader.util.errors import GraderError

        if isinstance(excinfo.value, (FellShort, GraderError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self._line, self.name


class FellShort(Exception):
    """What `grader verify` would call so."""


def _accepted_form(form: Any, d: Definition, e: Exercise, m: Margins, s: Sandbox) -> list[Check]:
    from grader.verify import known

    return [known.check_accepted_form(d, e, form, s)]


def _mistake(mistake: Any, d: Definition, e: Exercise, m: Margins, s: Sandbox) -> list[Check]:
    from grader.verify import known

    return [known.check_mistake(d, e, m, mistake, s)]


def _sandbox(config: pytest.Config) -> Sandbox:
    """One sandbox for the whole session, opened when it is first needed."""
    if _sandbox_key not in config.stash:
        from grader.sandbox import open_sandbox

        stack = config.stash.setdefault(_stack_key, ExitStack())
        config.stash[_sandbox_key] = stack.enter_context(open_sandbox())
    return config.stash[_sandbox_key]
