"""Variants are equally hard: points, cases, mistakes, and the work of the reference.

Each variant is verified like an exercise of its own. Here they are compared, and the odd one is named.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low

from grader import wire
from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import prepare
from grader.course.reference_program import REFERENCE, program_of
from grader.model.exercise import Exercise, Visibility
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.verify.checks import Finding, listed

MOST_WORK = 2.0
"""How many times the median's work the reference of a variant may do, or what part of it."""
_COUNTER = """
def _counted(function, arguments, named):
    _work[0] = 0
    function(*arguments, **named)
    return _work[0]

def _size(value):
    size = getattr(value, "size", 1)
    return size if isinstance(size, int) else 1
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """How hard one variant is, by function.

    points    of all cases
    cases     public and hidden ones
    public    the points of the public ones
    mistakes  the known ones
    work      statements that the reference executes on all cases, and entries that it computes
    answers   a digest of all inputs and expected values
    """

    points: Mapping[str, Fraction]
    cases: Mapping[str, tuple[int, int]]
    public: Mapping[str, Fraction]
    mistakes: Mapping[str, int]
    work: Mapping[str, int]
    answers: bytes

    def said(self, function: str) -> str:
        """The cases of a function, in words."""
        public, hidden = self.cases[function]
        return f"{public} public and {hidden} hidden cases, {self.public[function]} points for the public ones"


def check_variants(course: Course, exercise_id: str, sandbox: Sandbox) -> Iterator[Finding]:
    """Compare all variants of an exercise with each other."""
    names = course.definition(exercise_id).variants
    facts = {name: facts_of(course.definition(exercise_id, name), sandbox) for name in names}
    first = next(iter(facts.values()))

    def finding(name: str, odd: Sequence[str]) -> Finding:
        return Finding(exercise_id, "variants", name, not odd, "; ".join(odd))

    for function in first.points:
        points = {name: f"{each.points[function]} points" for name, each in facts.items()}
        cases = {name: each.said(function) for name, each in facts.items()}
        mistakes = {
            name: f"{each.mistakes[function]} known mistakes" for name, each in facts.items()
        }
        yield finding(f"{function}: equal points", _unlike(points))
        yield finding(f"{function}: equal cases", _unlike(cases))
        yield finding(f"{function}: as many mistakes", _unlike(mistakes))
        yield finding(f"{function}: equal work", _uneven(facts, function))
    yield finding("all differ", _same(facts))


def facts_of(definition: Definition, sandbox: Sandbox) -> Facts:
    """How hard the variant is that ``definition`` is of."""
    exercise = prepare(definition, sandbox)
    functions = exercise.function_names
    public = [case for case in exercise.cases if case.visibility is Visibility.PUBLIC]
    known = Counter(mistake.function for mistake in definition.mistakes)
    return Facts(
        points={n: sum((c.points for c in exercise.cases_of(n)), Fraction(0)) for n in functions},
        cases={
            n: (
                sum(case.is_public for case in exercise.cases_of(n)),
                sum(not case.is_public for case in exercise.cases_of(n)),
            )
            for n in functions
        },
        public={
            n: sum((c.points for c in public if c.function == n), Fraction(0)) for n in functions
        },
        mistakes={n: known[n] for n in functions},
        work=_work(definition, exercise, sandbox),
        answers=wire.encode(
            [
                (dict(c.call.arguments), c.expected[REFERENCE])
                for c in exercise.cases
                if not c.is_property
            ]
        ),
    )


def _work(definition: Definition, exercise: Exercise, sandbox: Sandbox) -> dict[str, int]:
    """The work of the reference on the cases of each function; 0 where it cannot be counted."""
    texts = counted(definition.reference, definition.functions)
    requests = [Request(c.name, c.call) for c in exercise.cases if not c.is_property]
    program = program_of(texts, definition)
    outcomes = sandbox.run(program, requests, definition.limits, definition.modules).outcomes
    work = dict.fromkeys(exercise.function_names, 0)
    for case in exercise.cases:
        outcome = outcomes.get(case.name)
        if outcome is not None and outcome.ending is Ending.RETURNED and type(outcome.value) is int:
            work[case.function] += outcome.value
    return work


def counted(files: Mapping[str, str], functions: Sequence[str]) -> dict[str, str]:
    """The reference's files, changed so that a graded function returns how much work it did.

    A statement that is executed counts one, and an array that is assigned each of its entries. That
    is the same on every machine, which time is not.
    """
    texts = {}
    for name, text in files.items():
        tree = ast.parse(text)
        inner = _Counting({function: f"_{function}_itself" for function in functions}).visit(tree)
        outer = [
            f"def {function}(*arguments, **named):\n"
            f"    return _counted(_{function}_itself, arguments, named)"
            for function in functions
            if any(
                isinstance(n, ast.FunctionDef) and n.name == f"_{function}_itself"
                for n in inner.body
            )
        ]
        head = [*_docstring_and_future(inner), *ast.parse(f"_work = [0]\n{_COUNTER}").body]
        inner.body = [*head, *inner.body, *ast.parse("\n".join(outer)).body]
        texts[name] = ast.unparse(ast.fix_missing_locations(inner)) + "\n"
    return texts


def _docstring_and_future(tree: ast.Module) -> list[ast.stmt]:
    """Take what has to stand first out of a module."""
    first = []
    while tree.body and (
        (isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, ast.Constant))
        or (isinstance(tree.body[0], ast.ImportFrom) and tree.body[0].module == "__future__")
    ):
        first.append(tree.body.pop(0))
    return first


class _Counting(ast.NodeTransformer):
    """Puts a count before every statement of a function, and renames the graded ones."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._depth = 0

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self._names.get(node.id, node.id), node.ctx)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if self._depth == 0:
            node.name = self._names.get(node.name, node.name)
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1
        node.body = _with_counts(node.body)
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if self._depth:
            for block in ("body", "orelse", "finalbody"):
                inner = getattr(node, block, None)
                if isinstance(inner, list) and inner and not isinstance(node, ast.FunctionDef):
                    setattr(node, block, _with_counts(inner))
        return node


def _with_counts(block: list[ast.stmt]) -> list[ast.stmt]:
    counted_block: list[ast.stmt] = []
    for statement in block:
        if isinstance(statement, ast.Return) and statement.value is not None:
            counted_block.append(ast.Assign([ast.Name("_result", ast.Store())], statement.value))
            counted_block += ast.parse("_work[0] += 1 + _size(_result)").body
            counted_block.append(ast.Return(ast.Name("_result", ast.Load())))
            continue
        counted_block += [*ast.parse("_work[0] += 1").body, statement]
        if isinstance(statement, (ast.Assign, ast.AugAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            counted_block += [
                line
                for target in targets
                if isinstance(target, ast.Name)
                for line in ast.parse(f"_work[0] += _size({target.id})").body
            ]
    return counted_block


def _unlike(said: Mapping[str, str]) -> list[str]:
    """The variants of which something else is said than of most."""
    (usual, _), *_ = Counter(said.values()).most_common(1)
    odd = [name for name, text in said.items() if text != usual]
    return [f"{name} has {said[name]}, most have {usual}" for name in odd[:3]]


def _uneven(facts: Mapping[str, Facts], function: str) -> list[str]:
    work = {name: each.work[function] for name, each in facts.items()}
    if not all(work.values()):
        return []  # it cannot be counted in all of them
    usual = median_low(work.values())
    return [
        f"{name} takes the reference {value} steps, most take it about {usual}"
        for name, value in work.items()
        if not usual / MOST_WORK <= value <= usual * MOST_WORK
    ][:3]


def _same(facts: Mapping[str, Facts]) -> list[str]:
    """Variants that are one and the same."""
    groups: dict[bytes, list[str]] = {}
    for name, each in facts.items():
        groups.setdefault(each.answers, []).append(name)
    return [f"{listed(names)} are the same" for names in groups.values() if len(names) > 1]
