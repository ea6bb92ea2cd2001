"""Shows an exercise's checks as pytest items: ``pytest exercises`` in a course.

One item per check of ``grader verify``: the reference passes, the starter fails, each mistake is
caught. Nothing is imported before there is an exercise to collect, since pytest loads this in
every project where it is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.course.catalog import Course
    from grader.sandbox.judge.sandbox import Sandbox
    from grader.verify import Check, Finding, Subject

_stack_key = pytest.StashKey[ExitStack]()
_sandbox_key = pytest.StashKey["Sandbox"]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect ``exercises/<id>/exercise.py``; the next hook collects one that is named."""
    if parent.session.isinitpath(file_path) or not _is_exercise(file_path):
        return None
    return ExerciseFile.from_parent(parent, path=file_path)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Keep pytest from importing an exercise as a test module."""
    if not _is_exercise(module_path):
        return None
    return ExerciseFile.from_parent(parent, path=module_path)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the session's sandbox."""
    stack = config.stash.get(_stack_key, None)
    if stack is not None:
        stack.close()


def _is_exercise(path: Path) -> bool:
    if path.name != "exercise.py" or path.parent.parent.name != "exercises":
        return False
    return "grader.authoring" in path.read_text("utf-8", errors="replace")


class ExerciseFile(pytest.File):
    """One exercise. It, or each of its variants, is prepared once, when the first item runs."""

    course: Course
    _subjects: dict[str | None, Subject]

    def collect(self) -> Iterator[ExerciseItem]:
        from grader.course.catalog import Course
        from grader.util.errors import GraderError
        from grader.verify import Check, checks_of

        self.course, self._subjects = Course(self.path.parents[2]), {}
        name = self.path.parent.name
        try:
            variants = self.course.definition(name).variants
            definitions = [(v, self.course.definition(name, v)) for v in variants or (None,)]
        except GraderError as error:
            hint = f"\nhint: {error.hint}" if error.hint else ""
            raise self.CollectError(error.message + hint) from None
        for variant, definition in definitions:
            start = "" if variant is None else f"{variant}: "
            for check in checks_of(definition):
                item = ExerciseItem.from_parent(self, name=start + check.name, check=check)
                item.variant = variant
                yield item
        if variants:
            yield ExerciseItem.from_parent(
                self, name="variants are equally hard", check=Check("variants", self._compare)
            )

    def _compare(self, subject: Subject) -> Iterator[Finding]:
        from grader.verify.variant_difficulty import check_variants

        return check_variants(self.course, self.path.parent.name, subject.sandbox)

    def subject(self, variant: str | None) -> Subject:
        """The exercise with its mistakes' results, and the session's one sandbox."""
        from grader.verify import Subject

        if variant not in self._subjects:
            definition = self.course.definition(self.path.parent.name, variant)
            sandbox = _sandbox(self.config)
            self._subjects[variant] = Subject(definition, sandbox, self.course.root)
        return self._subjects[variant]


class ExerciseItem(pytest.Item):
    """One check. It fails where one of its findings failed."""

    variant: str | None = None

    def __init__(self, *, check: Check, **rest: Any) -> None:
        super().__init__(**rest)
        self._check = check

    def runtest(self) -> None:
        assert isinstance(self.parent, ExerciseFile)
        findings = self._check.run(self.parent.subject(self.variant))
        failed = [f"{finding.name}: {finding.detail}" for finding in findings if not finding.passed]
        if failed:
            raise CheckFailed("\n".join(failed))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from grader.util.errors import GraderError

        if isinstance(excinfo.value, (CheckFailed, GraderError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = self._check.where.line - 1 if self._check.where else None
        return self.path, line, self.name


class CheckFailed(Exception):
    """What `grader verify` reports as failed."""


def _sandbox(config: pytest.Config) -> Sandbox:
    """One sandbox for the whole session, opened when it is first needed."""
    if _sandbox_key not in config.stash:
        from grader.sandbox import open_sandbox

        stack = config.stash.setdefault(_stack_key, ExitStack())
        config.stash[_sandbox_key] = stack.enter_context(open_sandbox())
    return config.stash[_sandbox_key]
