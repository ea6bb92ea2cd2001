"""The calls that an assignment's tests make, as far as their arguments can be written in a case."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.course.assignment.notebook_parts import Part
from grader.load.select.functions import positional

_LOST = "its arguments depend on {name}, which is not assigned in a way that a case can repeat"


@dataclass(frozen=True, slots=True)
class Asked:
    """One call that becomes a case.

    before   the statements that its arguments need
    given    parameter -> the argument's text
    part     where it stands
    raises   whether an exception is expected
    message  what the assert says to students
    """

    function: str
    before: tuple[str, ...]
    given: tuple[tuple[str, str], ...]
    hidden: bool
    part: Part
    points: Fraction
    raises: bool = False
    message: str = ""

    @property
    def draws(self) -> bool:
        """Whether its arguments are random."""
        return any("random" in text for text in (*self.before, *dict(self.given).values()))


class Reader:
    """Reads tests, knowing the graded functions and what the notebook assigns at its top."""

    def __init__(
        self, functions: Mapping[str, ast.FunctionDef], known: Mapping[str, ast.stmt]
    ) -> None:
        self._functions, self._known = functions, known
        self.left: list[str] = []

    def asked_in(self, part: Part) -> list[Asked]:
        """The calls of one part, each once; what could not be read goes into ``left``."""
        try:
            tree = ast.parse(part.text)
        except SyntaxError as error:
            self.left.append(f"cell {part.number}: tests that are no Python: {error.msg}")
            return []
        found = list(self._in_block(tree.body, [], part, {}))
        unique = {(a.function, a.before, a.given, a.raises): a for a in found}
        if not unique:
            checks = [n for n in ast.walk(tree) if isinstance(n, (ast.Assert, ast.Expr))]
            if checks:
                text = ast.unparse(checks[0])[:80]
                self.left.append(f"cell {part.number}: no call could be read from: {text}")
        return list(unique.values())

    def _in_block(
        self,
        block: Sequence[ast.stmt],
        before: list[ast.stmt],
        part: Part,
        expects: Mapping[str, bool],
    ) -> Iterator[Asked]:
        before = list(before)
        for statement in block:
            raising = _raising(statement)
            if isinstance(statement, ast.FunctionDef):
                if statement.name not in self._functions:
                    yield from self._in_block(statement.body, before, part, expects)
                continue
            if raising is not None:
                yield from self._in_block(raising, before, part, {"raises": True})
                continue
            if isinstance(statement, (ast.If, ast.With, ast.Try)):
                yield from self._in_block(statement.body, before, part, expects)
                continue
            if isinstance(statement, ast.For):
                yield from self._unrolled(statement, before, part, expects)
                continue
            for call in calls_of(statement, self._functions):
                yield from self._case(call, statement, before, part, expects)
            before.append(statement)

    def _unrolled(
        self, loop: ast.For, before: list[ast.stmt], part: Part, expects: Mapping[str, bool]
    ) -> Iterator[Asked]:
        """The calls in a loop over values that are written down: one round for each."""
        if not isinstance(loop.iter, (ast.List, ast.Tuple)) or len(loop.iter.elts) > 20:
            self.left.append(f"cell {part.number}: a loop: {ast.unparse(loop).splitlines()[0]}")
            return
        for value in loop.iter.elts:
            round_ = ast.Assign([loop.target], value, lineno=loop.lineno)
            yield from self._in_block(loop.body, [*before, round_], part, expects)

    def _case(
        self,
        call: ast.Call,
        statement: ast.stmt,
        before: Sequence[ast.stmt],
        part: Part,
        expects: Mapping[str, bool],
    ) -> Iterator[Asked]:
        assert isinstance(call.func, ast.Name)
        name = call.func.id
        given = _by_name(call, self._functions[name])
        what = f"cell {part.number}: {ast.unparse(call)[:80]}"
        if given is None:
            self.left.append(f"{what}: its arguments have no names in the signature of {name}")
            return
        nested = [c for value in given.values() for c in calls_of(value, self._functions)]
        if nested:
            self.left.append(f"{what}: an argument calls another graded function")
            return
        try:
            needed = self._needed(list(given.values()), before)
        except LookupError as lost:
            self.left.append(f"{what}: {_LOST.format(name=lost.args[0])}")
            return
        message = ""
        if isinstance(statement, ast.Assert) and isinstance(statement.msg, ast.Constant):
            message = str(statement.msg.value)
        yield Asked(
            function=name,
            before=tuple(map(ast.unparse, needed)),
            given=tuple((key, ast.unparse(value)) for key, value in given.items()),
            hidden=part.hidden,
            part=part,
            points=Fraction(1),
            raises=expects.get("raises", False),
            message=message,
        )

    def _needed(self, values: Sequence[ast.expr], before: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The statements that the values need, in their order; raises LookupError for a lost name."""
        wanted = {name for value in values for name in _read(value)}
        kept: list[ast.stmt] = []
        for statement in reversed(before):
            if wanted & _bound(statement) or _seeds(statement):
                if list(calls_of(statement, self._functions)):
                    raise LookupError(min(wanted & _bound(statement), default="a call"))
                if not _seeds(statement):
                    wanted |= _read(statement)
                kept.append(statement)
        bound = {name for statement in kept for name in _bound(statement)}
        kept = [*self._known_for(wanted - bound), *kept[::-1]]
        if not any("random" in ast.unparse(n) for n in (*kept, *values) if not _seeds(n)):
            kept = [statement for statement in kept if not _seeds(statement)]
        return kept

    def _known_for(self, names: Collection[str]) -> list[ast.stmt]:
        """What the notebook's top gives these names, and what that needs; a file imports its modules itself."""
        pending, found = sorted(names), set[ast.stmt]()
        while pending:
            name = pending.pop()
            node = self._known.get(name)
            if node is None:
                if name not in dir(builtins) and name != "np":
                    raise LookupError(name)
            elif node not in found and not isinstance(node, ast.Import):
                found.add(node)
                pending += sorted(_read(node))
        return [node for node in dict.fromkeys(self._known.values()) if node in found]


def _raising(statement: ast.stmt) -> list[ast.stmt] | None:
    """The statements in which an exception is expected: a try, or a ``with pytest.raises(...)``."""
    if isinstance(statement, ast.Try) and statement.handlers:
        fails_without = any(isinstance(n, (ast.Raise, ast.Assert)) for n in statement.orelse)
        in_body = any(isinstance(n, (ast.Raise, ast.Assert)) for n in statement.body)
        return (
            [s for s in statement.body if isinstance(s, (ast.Expr, ast.Assign))]
            if (fails_without or in_body)
            else None
        )
    if isinstance(statement, ast.With):
        texts = [ast.unparse(item.context_expr) for item in statement.items]
        if any("raises(" in text.lower() or "assertraises" in text.lower() for text in texts):
            return statement.body
    return None


def calls_of(node: ast.AST, functions: Mapping[str, ast.FunctionDef]) -> Iterator[ast.Call]:
    """The calls of these functions inside a node."""
    for part in ast.walk(node):
        name = part.func if isinstance(part, ast.Call) else None
        if isinstance(part, ast.Call) and isinstance(name, ast.Name) and name.id in functions:
            yield part


def _by_name(call: ast.Call, function: ast.FunctionDef) -> dict[str, ast.expr] | None:
    """Parameter -> argument, in the order of the signature; None where a name is missing."""
    names = positional(function.args)
    every = [*names, *(a.arg for a in function.args.kwonlyargs)]
    if len(call.args) > len(names) or any(isinstance(a, ast.Starred) for a in call.args):
        return None
    given = dict(zip(names, call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg not in every:
            return None
        given[keyword.arg] = keyword.value
    return given


def _read(node: ast.AST) -> set[str]:
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    own = {a.arg for n in ast.walk(node) if isinstance(n, ast.Lambda) for a in n.args.args}
    own |= {
        n.id
        for c in ast.walk(node)
        if isinstance(c, ast.comprehension)
        for n in ast.walk(c.target)
        if isinstance(n, ast.Name)
    }
    return {n.id for n in names if isinstance(n.ctx, ast.Load)} - own


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(a.asname or a.name).partition(".")[0] for a in statement.names}
    names = (n for n in ast.walk(statement) if isinstance(n, ast.Name))
    stored = {n.id for n in names if isinstance(n.ctx, ast.Store)}
    for node in ast.walk(statement):  # x[0] = 3 changes x
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            stored |= {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
    return stored


def _seeds(node: ast.AST) -> bool:
    """``np.random.seed(...)`` alone."""
    return isinstance(node, ast.Expr) and ast.unparse(node).startswith(
        ("np.random.seed(", "random.seed(", "numpy.random.seed(")
    )
