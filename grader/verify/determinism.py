"""Proves that nothing but the submission decides: order, time, neighbours, user, load."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from grader.course.definition import Definition
from grader.course.editing import apply
from grader.course.prepare import prepare, with_mistakes
from grader.course.reference_program import edited_program, program_of
from grader.model.declaration import EditDeclaration
from grader.model.exercise import Exercise
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from grader.verify.checks import Finding, Subject

# Spoils everything in its own process that a later submission might meet.
_NEIGHBOUR = """
import builtins, gc, os, sys
import numpy as np
np.sum = np.dot = np.allclose = lambda *args, **kwargs: 1.0
np.random.seed = lambda *args: None
builtins.float = builtins.len = lambda *args: 0
for module in list(sys.modules.values()):
    try:
        module.__dict__.clear()
    except Exception:
        pass
"""
_NOBODY = 65534
_SPIN = """
import os, sys
os.write(1, b".")
while os.getppid() == int(sys.argv[1]):
    pass
"""
_DYING = "\ndef {name}(*args, **kwargs):\n    os._exit(0)\n"


def check_determinism(subject: Subject) -> Iterator[Finding]:
    """A second run, another order, a hostile neighbour and another process change no result.

    The first three at once; only where that gives something else, a second run and another order by themselves.
    """
    definition, exercise, sandbox = subject.definition, subject.exercise, subject.sandbox
    first = fingerprint(definition, exercise, sandbox)

    def same(name: str, second: str, suffix: str = "") -> Finding:
        detail = "the same results" if first == second else "the results differ"
        return subject.finding("repeat", name, first == second, detail + suffix)

    order = np.random.RandomState(0).permutation(len(exercise.cases))
    shuffled = replace(exercise, cases=tuple(exercise.cases[i] for i in order))
    hostile = _NEIGHBOUR + "".join(_DYING.format(name=name) for name in definition.functions)
    grade_program(exercise, subject.program(neighbour=hostile), sandbox)
    at_once = fingerprint(definition, shuffled, sandbox)
    again = {"second run": exercise, "shuffled cases": shuffled}
    for name, asked in again.items():
        alone = at_once if at_once == first else fingerprint(definition, asked, sandbox)
        yield same(name, alone)
    yield same("after a hostile neighbour", at_once)
    if subject.course is not None:
        second, user = _elsewhere(subject.course, exercise.id, exercise.variant)
        yield same("another process, and a loaded machine", second, f", as {user}")


def fingerprint(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> str:
    """A hash of the whole results of two submissions: the reference, and one with mistakes."""
    mistakes = _first_mistakes(definition)
    names = {(m.function, m.name) for m in mistakes}
    known = [m for m in exercise.mistakes if (m.function, m.id) in names]
    files = definition.reference
    for mistake in mistakes:
        files = apply(files, mistake)
    digest = hashlib.sha256()
    for program in (edited_program(definition), program_of(files, definition)):
        graded = grade_program(
            exercise, program, sandbox, lambda name: [m for m in known if m.function == name]
        )
        for parts in (graded.result.cases, graded.result.functions, graded.notes):
            digest.update("\n".join(sorted(map(repr, parts))).encode())
    return digest.hexdigest()


def _first_mistakes(definition: Definition) -> list[EditDeclaration]:
    """The first known mistake of every function."""
    first: dict[str, EditDeclaration] = {}
    for mistake in definition.mistakes:
        first.setdefault(mistake.function, mistake)
    return list(first.values())


def _elsewhere(course: Path, exercise_id: str, variant: str | None) -> tuple[str, str]:
    """The fingerprint that another process computes, and as which user.

    It runs in another folder and time zone, with another hash seed, and grades beside busy
    neighbours; as another user where this one is root and the other may read and run what it needs.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    strange = {
        "PYTHONHASHSEED": "4711", "TZ": "Pacific/Chatham", "LC_ALL": "C", "HOME": "/nonexistent",
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry), "PYTHONSAFEPATH": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "grader.verify.determinism", str(course), exercise_id]
    command += [variant] if variant else []
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103  # the other user works in it
        run = functools.partial(
            subprocess.run, command, cwd=folder, env=kept | strange, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        done, user = None, "another user"
        if os.name == "posix" and os.geteuid() == 0:
            with contextlib.suppress(OSError):
                done = run(user=_NOBODY, group=_NOBODY, extra_groups=[])
        if done is None or done.returncode != 0:
            done, user = run(), "the same user"
    return done.stdout.strip() or done.stderr.strip()[-200:], user


@contextlib.contextmanager
def _busy_neighbours() -> Iterator[None]:
    """One process for each processor that does nothing but use its time, from the block's begin on.

    They end with this process, however that ends.
    """
    spin = [sys.executable, "-S", "-c", _SPIN, str(os.getpid())]
    with contextlib.ExitStack() as stack:
        started = []
        for _ in range(os.cpu_count() or 1):
            started.append(stack.enter_context(subprocess.Popen(spin, stdout=subprocess.PIPE)))
            stack.callback(started[-1].kill)
        for neighbour in started:
            assert neighbour.stdout is not None
            neighbour.stdout.read(1)
        yield


def main(course: str, exercise_id: str, variant: str | None = None) -> None:
    """Print the fingerprint of a run on a loaded machine; what `_elsewhere` runs.

    Nobody's work is judged while this process starts, so nothing else is slowed down for that.
    """
    from grader.course.catalog import Course
    from grader.sandbox import open_sandbox

    definition = Course(Path(course)).definition(exercise_id, variant)
    with open_sandbox() as sandbox:
        exercise = prepare(definition, sandbox)
        first = replace(definition, mistakes=tuple(_first_mistakes(definition)))
        exercise = with_mistakes(first, exercise, sandbox, exercise.function_names)
        with _busy_neighbours():
            print(fingerprint(definition, exercise, sandbox))


if __name__ == "__main__":
    main(*sys.argv[1:])
