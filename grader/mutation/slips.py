"""The slips that people make when they write a function: one edit, or the same at several places.

An audit's faults are a part of them. A slip is named by its kind; students read a sentence of that
kind, and instructors the edit itself.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.mutation.code import Change, Code, shape_or_none
from grader.mutation.expressions import constants_in, slips_in_expression
from grader.mutation.mutations import changes_of
from grader.mutation.statements import slips_in_statement

MOST = 3000
"""Slips of one function that are tried; no function of a course has that many single ones."""
_MOST_PLACES = 4
"""Of so many similar places every choice is tried; of more, all of them and all but one."""

Place = ast.AST | tuple[ast.stmt, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One node, or neighbouring statements, and what takes their place; both as text, too.

    ``name`` is the fault's, as `Change` has it.
    """

    name: str
    old: Place
    new: ast.AST | Sequence[ast.stmt]
    before: str
    after: str

    @classmethod
    def of(cls, name: str, old: Place, new: ast.AST | Sequence[ast.stmt]) -> Edit:
        return cls(name, old, new, _text(old), _text(new))

    @property
    def first(self) -> ast.AST:
        return self.old[0] if isinstance(self.old, tuple) else self.old

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        return self.old if isinstance(self.old, tuple) else (self.old,)


_KINDS = {
    "kind_of_product": ("matrix product",),
    "wrong_operation": ("operator",),
    "part_too_often": ("doubled term", "doubled factor", "extra factor", "extra term"),
    "order_of_operands": ("operand order", "argument order"),
    "text": ("text",),
    "wrong_number": ("divisor", "constant", "default value"),
    "transposition": ("transpose",),
    "condition": ("comparison", "dropped comparison", "and or or", "condition", "branch"),
    "sign": ("sign", "sign or not dropped"),
    "complement": ("complement",),
    "parentheses": ("parentheses", "term into the root", "term out of the root"),
    "shape": ("shape", "shape or order", "extra axis"),
    "other_function": ("function",),
    "other_reduction": ("reduction",),
    "axis": ("axis", "sum over an axis"),
    "keepdims": ("keepdims",),
    "argument_left_out": ("dropped argument",),
    "step_left_out": ("dropped call",),
    "step_too_many": ("extra call", "applied twice"),
    "index": ("slice", "index"),
    "other_variable": ("argument for argument", "name for name", "variable"),
    "order_of_statements": ("value from before", "order of statements"),
    "range_of_loop": ("range", "loop", "loop left early"),
    "statement": ("dropped statement", "statement repeated", "result thrown away"),
    "place_in_loop": ("statement in the loop", "statement out of the loop", "return in the loop"),
    "result": ("result", "order of results"),
    "key": ("key for key", "key"),
    "copy": ("changed in place", "copy"),
    "size": ("size",),
    "square": ("square missing or added",),
    "absolute_value": ("absolute value",),
    "rounding": ("rounding",),
    "degrees_of_freedom": ("ddof",),
    "parameter_ignored": ("parameter not used",),
    "random_numbers": ("seed", "extra draw", "random numbers", "random order"),
    "order_of_steps": ("order of two steps",),
}  # fmt: skip
_OPTIONS = {"axis": "axis", "keepdims": "keepdims", "ddof": "ddof"}
"""Options of a call by which a number in their place is told."""
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}
_OFTEN = frozenset(
    ("missing_term", "missing_factor", "statement", "step_left_out", "parameter_ignored", "axis")
)
"""Kinds that people do most: something is left out."""
_SELDOM = frozenset(
    (
        "other_variable", "square", "absolute_value", "complement", "size", "step_too_many", "key",
        "other_reduction", "part_too_often",
    )
)  # fmt: skip
"""Kinds that name what most others do as well: another variable that holds 0, a root of what is 1."""
_WORD = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d*)?(?:e-?\d+)?")
_REDUCES = re.compile(r"^(?:np\.(?:linalg\.)?)?(?:sum|mean|max|min|prod|median|std|norm)\(")


def kind_of(edit: Edit, code: Code) -> str:
    """The kind of slip that an edit is: one of `SLIP_KINDS`.

    Whatever decides which numbers are drawn makes other random numbers. A number of an axis by which a size
    is taken is no constant of the formula.
    """
    old = edit.old
    if code.is_in_draw(edit.first):
        return "random_numbers"
    if edit.name == "constant" and code.is_axis_of_shape(edit.first):
        return "size"
    if edit.name == "dropped term":
        is_sum = isinstance(old, (ast.BinOp, ast.AugAssign)) and isinstance(
            old.op, (ast.Add, ast.Sub)
        )
        if isinstance(old, ast.BinOp) and isinstance(old.op, ast.Pow):
            return "square"
        if (
            isinstance(old, ast.BinOp)
            and isinstance(old.op, ast.FloorDiv)
            and isinstance(edit.new, ast.Constant)
        ):
            return (
                "parameter_ignored"  # a number of layers, say, instead of a half of all parameters
            )
        return "missing_term" if is_sum else "missing_factor"
    if edit.name == "function" and _REDUCES.match(edit.before):
        return "other_reduction"
    if edit.name == "dropped argument" and "axis" in edit.before and "axis" not in edit.after:
        return "axis"
    return _KIND_OF[edit.name]


@dataclass(frozen=True, slots=True)
class Slip:
    """Edits of one function that are one slip, or two: nothing stands in the way of any of them.

    ``kinds`` are those of the slip, or of both.
    """

    kinds: tuple[str, ...]
    edits: tuple[Edit, ...]

    def distance(self, words: frozenset[str]) -> tuple[int, int, int]:
        """How unlike a text with these words it is, to be compared: what it adds and is not there; whether
        people seldom do it; what it takes out and is there."""
        added = kept = 0
        for edit in self.edits:
            old, new = words_of(edit.before), words_of(edit.after)
            added += len(new - old - words)
            kept += len((old - new) & words)
        return added, self.seldom, kept

    @property
    def seldom(self) -> int:
        """The larger, the fewer people do it."""
        return sum((kind not in _OFTEN) + (kind in _SELDOM) for kind in self.kinds)


def words_of(text: str) -> frozenset[str]:
    """The names and numbers in a piece of code; a number counts by its value."""
    found = _WORD.findall(text)
    return frozenset(repr(float(word)) if word[0].isdigit() else word for word in found)


def slips_of(code: Code) -> list[Slip]:
    """Return the slips of a function, the likeliest reading of each first: single ones, then groups."""
    singles = list(_edits(code, (changes_of, slips_in_expression, slips_in_statement)))
    groups = list(_groups(code, singles))
    return [*(Slip((kind_of(edit, code),), (edit,)) for edit in singles), *groups][:MOST]


def both(code: Code, one: Slip, other: Slip) -> Slip | None:
    """Two slips at once, one inside of the other perhaps; None where one stands in the other's way."""
    if all(_are_apart(code, a, b) for a in one.edits for b in other.edits):
        return Slip((*one.kinds, *other.kinds), (*one.edits, *other.edits))
    for outer, inner in ((one, other), (other, one)):
        edits = _nested(code, outer.edits, inner.edits)
        if edits is not None:
            return Slip((*outer.kinds, *inner.kinds), edits)
    return None


def _nested(code: Code, outer: Sequence[Edit], inner: Sequence[Edit]) -> tuple[Edit, ...] | None:
    """Edits of which some stand in what others put in, as one; None where these take it out."""
    made, rest = [], list(inner)
    for edit in outer:
        inside = [each for each in rest if not _are_apart(code, edit, each)]
        rest = [each for each in rest if each not in inside]
        for each in inside:
            merged = _with_inside(edit, each)
            if merged is None:
                return None
            edit = merged
        made.append(edit)
    return (*made, *rest)


def _with_inside(outer: Edit, inner: Edit) -> Edit | None:
    """The outer edit with the inner one made in what it puts in; None where that is not in it."""
    copies: dict[int, ast.AST] = {}
    body = [outer.new] if isinstance(outer.new, ast.AST) else list(outer.new)
    holder = ast.Module([_copied(node, copies) for node in body], [])  # type: ignore[misc]
    first = copies.get(id(inner.first))
    if first is None:
        return None
    for parent in list(ast.walk(holder)):
        for field, value in ast.iter_fields(parent):
            if value is first or (isinstance(value, list) and any(v is first for v in value)):
                setattr(parent, field, _exchanged(value, first, inner))
    new = holder.body[0] if isinstance(outer.new, ast.AST) else holder.body
    return replace(outer, new=new, after=_text(new))


def _copied(value: object, copies: dict[int, ast.AST]) -> object:
    """The same tree anew; ``copies`` maps the id of each node to its copy.

    It does what `copy.deepcopy` does to a tree, several times as fast.
    """
    if isinstance(value, list):
        return [_copied(each, copies) for each in value]
    if not isinstance(value, ast.AST):
        return value
    made = copies.get(id(value))
    if made is None:
        made = copies[id(value)] = type(value).__new__(type(value))
        for name, part in vars(value).items():
            setattr(made, name, _copied(part, copies))
    return made


def slips_with(code: Code, constants: Sequence[int | float | str]) -> list[Slip]:
    """Return the slips that put one of these constants where the function has another, or a value.

    Args:
        constants: those that a student wrote: sizes or settings of a public case, answers.
    """

    def source(node: ast.AST, code: Code) -> Iterator[Change]:
        return constants_in(node, code, constants)

    singles = list(_edits(code, (source,)))
    return [*(Slip((kind_of(edit, code),), (edit,)) for edit in singles), *_groups(code, singles)][
        :MOST
    ]


def _edits(
    code: Code, sources: Sequence[Callable[[ast.AST, Code], Iterator[Change]]]
) -> Iterator[Edit]:
    seen: set[tuple[object, ...]] = set()
    before: dict[tuple[int, ...], str] = {}
    every = list(code.nodes())
    for source in sources:
        for node in (code.function, *every) if source is slips_in_statement else every:
            for name, old, new in source(node, code):
                if name == "constant" and isinstance(old, ast.Constant):
                    name = _OPTIONS.get(code.option_of(old), name)
                place = tuple(map(id, old)) if isinstance(old, tuple) else (id(old),)
                if place not in before:
                    before[place] = _text(old)
                edit = Edit(name, old, new, before[place], _text(new))
                key = (*map(id, edit.nodes), edit.after)
                if key not in seen and edit.after != edit.before:
                    seen.add(key)
                    yield edit


def _text(new: Place | Sequence[ast.stmt]) -> str:
    parts = (new,) if isinstance(new, ast.AST) else new
    return "\n".join(ast.unparse(ast.fix_missing_locations(part)) for part in parts)


_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?")
_NAME = re.compile(r"\b(?!np\b|sum\b|dot\b|axis\b|keepdims\b|T\b)[A-Za-z_]\w*")


_BY_NAME = frozenset(
    ("variable", "name for name", "argument for argument", "key for key", "result")
)
"""Names in the place of others are alike only where the names are."""
_WRAPS = frozenset(
    (
        "square missing or added", "doubled factor", "reduction", "transpose", "complement",
        "absolute value", "sign", "operator", "extra axis", "rounding",
    )
)  # fmt: skip
"""What is put around a value is put around every such value, or around one."""


def _groups(code: Code, singles: Sequence[Edit]) -> Iterator[Slip]:
    """The same edit at similar places: alike but for numbers in names, or but for the names, or what
    is taken out and put in is the same."""
    seen: set[frozenset[int]] = set()
    for pattern, mark in ((_NUMBER, "#"), (_NAME, "@")):
        alike: dict[tuple[str, str, str], list[Edit]] = {}
        for edit in singles:
            if mark == "@" and edit.name in _BY_NAME:
                continue
            names: dict[str, str] = {}
            old = _marked(edit.before, pattern, mark, names)
            key = (edit.name, old, _marked(edit.after, pattern, mark, names))
            alike.setdefault(key, []).append(edit)
        yield from _chosen(code, alike.values(), seen)
    same_change: dict[tuple[object, ...], list[Edit]] = {}
    for edit in singles:
        if edit.name not in _BY_NAME and edit.name not in _WRAPS:
            same_change.setdefault((edit.name, *_changed(edit)), []).append(edit)
    yield from _chosen(code, same_change.values(), seen)


def _chosen(
    code: Code, groups: Iterable[Sequence[Edit]], seen: set[frozenset[int]]
) -> Iterator[Slip]:
    for edits in groups:
        wraps = edits[0].name in _WRAPS
        for chosen in _choices(code, edits, everywhere=wraps):
            ids = frozenset(map(id, chosen))
            if ids not in seen:
                seen.add(ids)
                yield Slip((kind_of(chosen[0], code),), tuple(chosen))


_OPTION = re.compile(r", (?:axis|keepdims)=[-\w]+")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def _changed(edit: Edit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an edit takes out and puts in, whatever stands around: np.log for np.log2, a division by m."""
    old, new = (Counter(_TOKEN.findall(_OPTION.sub("", t))) for t in (edit.before, edit.after))
    return tuple(sorted((old - new).elements())), tuple(sorted((new - old).elements()))


def _marked(text: str, pattern: re.Pattern[str], mark: str, names: dict[str, str]) -> str:
    """The text with each different name as a number: ``dZ2 * D2`` and ``dZ1 * D1`` are alike."""

    def number(match: re.Match[str]) -> str:
        return names.setdefault(match[0], f"{mark}{len(names)}")

    return pattern.sub(number, text)


def _choices(code: Code, edits: Sequence[Edit], everywhere: bool) -> Iterator[list[Edit]]:
    """Which of the places that lie apart: all of them ``everywhere``, else many choices."""
    apart: list[Edit] = []
    for edit in edits:
        if all(_are_apart(code, edit, other) for other in apart):
            apart.append(edit)
    count = len(apart)
    if count < 2:
        return
    if everywhere:
        yield apart
        return
    if count <= _MOST_PLACES:
        sizes: Sequence[int] = range(count, 1, -1)
    else:
        sizes = (count, count - 1)
    for size in sizes:
        for chosen in itertools.combinations(apart, size):
            yield list(chosen)
    if count > _MOST_PLACES:
        # Every other place: weights without biases, one of two lines that belong together.
        yield apart[::2]
        yield apart[1::2]


def _are_apart(code: Code, one: Edit, other: Edit) -> bool:
    return not any(
        code.is_inside(a, b) or code.is_inside(b, a) for a in one.nodes for b in other.nodes
    )


@contextlib.contextmanager
def applied(code: Code, edits: Sequence[Edit]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """The tree of the function, or of its class, with the edits in it, as long as the context lasts."""
    undo: list[tuple[ast.AST, str, object]] = []
    try:
        for edit in edits:
            parent = code.parents[edit.first]
            field, old = _field_of(parent, edit.first)
            undo.append((parent, field, old))
            setattr(parent, field, _exchanged(old, edit.first, edit))
        assert isinstance(code.whole, (ast.FunctionDef, ast.ClassDef))
        yield code.whole
    finally:
        for parent, field, old in reversed(undo):
            setattr(parent, field, old)


def _field_of(parent: ast.AST, node: ast.AST) -> tuple[str, object]:
    for field, value in ast.iter_fields(parent):
        if value is node or (isinstance(value, list) and any(item is node for item in value)):
            return field, value
    raise LookupError("a node without a place")


def _exchanged(old: object, first: ast.AST, edit: Edit) -> object:
    """What stands in a field, with the edit made where its first node, or a copy of it, is."""
    if not isinstance(old, list):
        return edit.new
    new = [edit.new] if isinstance(edit.new, ast.AST) else list(edit.new)
    at = next(i for i, item in enumerate(old) if item is first)
    return [*old[:at], *new, *old[at + len(edit.nodes) :]]


def text_with(code: Code, edits: Sequence[Edit]) -> str:
    """The function's text with the edits in it; all else keeps its layout."""
    text = code.text.encode()
    for edit in sorted(edits, key=lambda edit: code.start(edit.first), reverse=True):
        start, end, new = code.start(edit.first), code.end(edit.nodes[-1]), edit.after
        if isinstance(edit.first, ast.stmt):
            new = new.replace("\n", "\n" + " " * edit.first.col_offset)
        elif not isinstance(edit.new, _NEVER_IN_PARENTHESES):
            alone, safe = (code.replaced(edit.first, each) for each in (new, f"({new})"))
            new = new if shape_or_none(alone) == shape_or_none(safe) else f"({new})"
        text = text[:start] + new.encode() + text[end:]
    return text.decode()


_NEVER_IN_PARENTHESES = (ast.Name, ast.Call, ast.Subscript, ast.Attribute, ast.Slice)
"""What means the same wherever it stands, and a slice, which takes none."""
