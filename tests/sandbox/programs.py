"""Makes programs for the sandbox straight from source text, without the loader."""

from __future__ import annotations

import ast
import marshal
from typing import Any

from grader.model.exercise import Call, Limits
from grader.model.outcome import Outcome, Run
from grader.model.submission import Program, Statement
from grader.sandbox.judge.sandbox import Request, Sandbox

# Short limits keep hostile programs cheap; what is tested is what happens, never when.
SHORT = Limits(
    case_cpu_seconds=0.5,
    case_wall_seconds=1.5,
    submission_cpu_seconds=3.0,
    memory_bytes=128 * 2**20,
)


def program(source: str) -> Program:
    statements = tuple(
        Statement(
            marshal.dumps(compile(ast.Module([node], []), "hw.py", "exec")), "hw.py", node.lineno
        )
        for node in ast.parse(source).body
    )
    return Program(statements)


def call(name: str, *values: Any, **options: Any) -> Request:
    arguments = {f"a{index}": value for index, value in enumerate(values)}
    case = options.pop("case", name)
    return Request(case, Call(name, arguments, len(values), **options))


def run_all(sandbox: Sandbox, source: str, *requests: Request, limits: Limits = SHORT) -> Run:
    return sandbox.run(program(source), requests, limits)


def run_one(sandbox: Sandbox, source: str, *values: Any, limits: Limits = SHORT) -> Outcome:
    """Run ``f(*values)`` of the source."""
    return run_all(sandbox, source, call("f", *values), limits=limits).outcomes["f"]
