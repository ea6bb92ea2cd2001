"""Identical programs are run once: what one did is what the other does.

The key is everything that the child of a program is sent, file names and line numbers included. So
two students share a run only where no code could tell them apart. Only outcomes are shared: every
student's texts, notes and verdicts are made from them anew.
"""

from __future__ import annotations

import hashlib
import marshal
import pickle
from collections import OrderedDict

from grader.model.exercise import Exercise
from grader.model.outcome import Ending, Outcome
from grader.model.submission import Program
from grader.pipeline.run_cases import CaseRun, run_cases
from grader.sandbox.judge.sandbox import Sandbox

MAX_BYTES = 32 * 2**20
_LARGEST_SHARE = 8  # one run may fill this part of the room
_SAFE_SHARE = 0.25  # of a limit: what comes near one may meet it another time
_REPEATABLE = frozenset({Ending.RETURNED, Ending.RAISED, Ending.MISSING})

Key = tuple[str, str, str]
"""Id and hash of the exercise, hash of the program."""


class RunCache:
    """The runs of the programs that were met last.

    A run is kept only if a fresh one would give the same: nothing in it was killed, or came near
    a limit.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes, self._bytes = max_bytes, 0
        self._runs: OrderedDict[Key, tuple[CaseRun, int]] = OrderedDict()

    def run(self, exercise: Exercise, program: Program, sandbox: Sandbox) -> CaseRun:
        """Return what ``program`` does: from the cache, or by running it."""
        key = (exercise.id, exercise.version, program_hash(program))
        if key in self._runs:
            self._runs.move_to_end(key)
            return self._runs[key][0]
        run = run_cases(exercise, program, sandbox)
        if _is_repeatable(exercise, run):
            self._keep(key, run)
        return run

    def _keep(self, key: Key, run: CaseRun) -> None:
        size = sum(len(pickle.dumps(outcome)) for outcome in _outcomes(run))
        if size * _LARGEST_SHARE > self._max_bytes:
            return
        self._runs[key] = run, size
        self._bytes += size
        while self._bytes > self._max_bytes:
            self._bytes -= self._runs.popitem(last=False)[1][1]


def program_hash(program: Program) -> str:
    """A hash of all that decides what a program does, and where it does it."""
    parts = (
        [(statement.code, statement.origin, statement.line) for statement in program.statements],
        list(program.aliases),
        sorted((name, *site) for name, site in program.functions.items()),
        list(program.inert),
        sorted(program.module_names.items()),
    )
    return hashlib.sha256(marshal.dumps(parts, 2)).hexdigest()


def _is_repeatable(exercise: Exercise, run: CaseRun) -> bool:
    limits, outcomes = exercise.limits, _outcomes(run)
    spent = [outcome.cpu_seconds for outcome in outcomes]
    return (
        all(outcome.ending in _REPEATABLE for outcome in outcomes)
        and max(spent, default=0.0) <= _SAFE_SHARE * limits.case_cpu_seconds
        and sum(spent) <= _SAFE_SHARE * limits.submission_cpu_seconds
    )


def _outcomes(run: CaseRun) -> list[Outcome]:
    return [outcome for each in run.compared for outcome in each.run.outcomes.values()]
