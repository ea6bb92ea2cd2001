"""Which two slips at once may give a submission's results, so that few pairs have to be run.

There are a million pairs. Three of four ways need nothing but the fingerprints of single slips: two
that change different outputs, or different cases, or add something to the same output, add up; two
factors multiply; and a slip that explains a part of the outputs leaves the rest for another one. Of
a short function, all pairs are few.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader.diagnosis.edits.trials import Named, Trials, print_of
from grader.diagnosis.fingerprint import MOST_PARTS, reach
from grader.model.exercise import Case
from grader.model.outcome import Ending, Outcome
from grader.mutation.slips import Slip

MOST = 1200
"""Pairs that are run on a case."""
MOST_ALONE = 24
"""Pairs that are run where each takes a child of its own."""
_MOST_CASES = 4
"""Cases whose fingerprints say which pairs are likely."""
_MOST_BY_SUM = 60
"""Pairs that add up, and as many that multiply."""
_MOST_TERMS = 8
"""Terms of which two factors may be wrong."""
_ROWS = 256
_MOST_LOOKED_AT = 20_000
"""Pairs at a time that are compared in one part, and of these in all parts."""
_MOST_FIRST = 24
"""Slips that explain a part of the outputs."""
_MOST_ALIKE = 6
"""Slips of equal results, of which one may stand where another stands in the way."""
_WEIGHTS = (4.0, 2.0, 1.0)
"""Of a kind of slip that people do often, of others, and of one that they do seldom."""
_SHAPE = re.compile(r"\((?:\d+(?:, \d+)*,?)?\)")
_SAME_SHAPE = 1e-8
_BITS = 2.0**32
"""By which sums are rounded where equal ones are looked for: far above the noise of rounding."""


def likely_pairs(
    trials: Trials, outcomes: Mapping[str, Outcome], wrong: Sequence[Case], asked: Sequence[Case]
) -> list[Named]:
    """Return pairs of slips of one function that may give these outcomes, at most `MOST`."""
    names = {case.name for case in wrong}
    cases = sorted(asked, key=lambda case: case.name not in names)[:_MOST_CASES]
    table = _Table(trials, outcomes, cases)
    is_simple = all(case.call.is_simple for case in asked)
    ways: list[Iterator[tuple[int, int]]] = [
        itertools.islice(table.that_add_up(), _MOST_BY_SUM),
        itertools.islice(table.that_multiply(), _MOST_BY_SUM),
    ]
    if is_simple:
        ways += [table.that_explain_parts(), table.likeliest()]
    found: dict[tuple[int, int], Named] = {}
    for one, other in itertools.chain(*ways):
        key = (min(one, other), max(one, other))
        if key not in found:
            named = _together(trials, table.alike[one], table.alike[other])
            if named is not None:
                found[key] = named
        if len(found) >= (MOST if is_simple else MOST_ALONE):
            break
    return list(found.values())


def _together(trials: Trials, ones: Sequence[int], others: Sequence[int]) -> Named | None:
    """The first two of these that do not stand in each other's way."""
    pairs = itertools.starmap(trials.pair, itertools.product(ones, others))
    return next((pair for pair in pairs if pair is not None), None)


def _shapes(text: str) -> np.ndarray:
    """A number between 0 and 1 for the shape of each part of a result with this text."""
    codes = [zlib.crc32(shape.encode()) / 2**32 for shape in _SHAPE.findall(text)]
    made = np.zeros(MOST_PARTS)
    made[: len(codes)] = codes[:MOST_PARTS]
    return made


class _Table:
    """The parts of all results, as sums and shapes: a row for each slip, a column for each part of a case.

    A shape is a number, equal for equal shapes; so shapes add up as sums do.

    right, own  sums of the right function and of the submission
    near        by how much a sum may differ from the submission's
    known       the slips that differ from the right function and from each other
    alike       slip -> those that do the same, itself first
    """

    def __init__(
        self, trials: Trials, outcomes: Mapping[str, Outcome], cases: Sequence[Case]
    ) -> None:
        count = len(trials.slips)
        shape = (count, len(cases) * MOST_PARTS)
        self.sums = np.full(shape, np.nan)
        self.right, self.own, self.near = (np.full(shape[1], np.nan) for _ in range(3))
        self._shapes = np.zeros(shape)
        self._right_shapes, self._own_shapes = np.zeros(shape[1]), np.zeros(shape[1])
        self._built_as_own = np.zeros((count, len(cases)), bool)
        self._built_as_right = np.zeros((count, len(cases)), bool)
        self._own_is_right = np.zeros(len(cases), bool)
        is_known = np.ones(count, bool)
        kinds = []
        for at, case in enumerate(cases):
            column, first = trials.column(case), at * MOST_PARTS
            right = print_of(Outcome(Ending.RETURNED, case.expected[trials.form]))
            own = print_of(outcomes[case.name])
            self.sums[:, first : first + column.parts.shape[1]] = column.parts
            self.right[first : first + len(right[4])] = right[4]
            self.own[first : first + len(own[4])] = own[4]
            here = slice(first, first + MOST_PARTS)
            self._shapes[:, here] = np.array([_shapes(w) for w in column.words])[column.kinds]
            self._right_shapes[here], self._own_shapes[here] = _shapes(right[0]), _shapes(own[0])
            tolerance = case.tolerance
            self.near[here] = reach(own[2], own[3], tolerance.rtol, tolerance.atol)
            self._built_as_own[:, at] = column.is_built(own[0])
            self._built_as_right[:, at] = column.is_built(right[0])
            self._own_is_right[at] = own[0] == right[0]
            is_known &= column.is_known
            kinds.append(column.kinds)
        same = self._agree(self.sums, self.right).all(axis=1) & self._built_as_right.all(axis=1)
        rows = np.flatnonzero(is_known & ~same)
        self.known, self.alike = self._different(rows, kinds)
        self._without_a_term = [
            row for row in self.known.tolist() if trials.slips[row].slip.kinds == ("missing_term",)
        ][:_MOST_TERMS]
        self._weights = _likelihoods([trials.slips[row].slip for row in self.known.tolist()])

    def _agree(self, sums: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Where sums agree; a part that both lack agrees as well."""
        agree: np.ndarray = (np.abs(sums - others) <= self.near) | (
            np.isnan(sums) & np.isnan(others)
        )
        return agree

    def _different(
        self, rows: np.ndarray, kinds: Sequence[np.ndarray]
    ) -> tuple[np.ndarray, dict[int, list[int]]]:
        mantissas, exponents = np.frexp(self.sums[rows])
        rounded = np.ldexp(np.round(mantissas * _BITS) + 0.0, exponents)
        built = np.stack(kinds, axis=1)[rows]
        alike: dict[bytes, list[int]] = {}
        for row, sums, kind in zip(rows, rounded, built, strict=True):
            alike.setdefault(sums.tobytes() + kind.tobytes(), []).append(int(row))
        groups = {group[0]: group[:_MOST_ALIKE] for group in alike.values()}
        return np.array(list(groups), dtype=int), groups

    def that_add_up(self) -> Iterator[tuple[int, int]]:
        """Pairs whose differences from what is right add up to the submission's."""
        yield from self._pairs(np.zeros_like(self.right), factors=False)

    def that_multiply(self) -> Iterator[tuple[int, int]]:
        """Pairs whose factors, part by part, make the submission's: of the result, or of a term in it."""
        yield from self._pairs(np.zeros_like(self.right), factors=True)
        for row in self._without_a_term:
            yield from self._pairs(self.sums[row], factors=True)

    def _pairs(self, base: np.ndarray, *, factors: bool) -> Iterator[tuple[int, int]]:
        """Pairs whose sums, or factors, make the submission's; ``base`` is what the factors leave alone."""
        parts = np.flatnonzero(~np.isnan(self.own))
        wrong = parts[~(np.abs(self.own - self.right) <= self.near)[parts]]
        wrong = wrong[~np.isnan((self.right - base)[wrong])]
        if not wrong.size or not self.known.size:
            return
        sums, right, own, near = (
            each[..., parts] for each in (self.sums[self.known], self.right, self.own, self.near)
        )
        shapes, base = self._shapes[self.known], base[parts]
        wanted_shapes = self._right_shapes + self._own_shapes

        def combined(some: np.ndarray, others: np.ndarray, at: slice | int) -> np.ndarray:
            added: np.ndarray = some + others - right[at]
            if not factors:
                return added
            term = right[at] - base[at]
            made: np.ndarray = base[at] + (some - base[at]) * (others - base[at]) / term
            chosen: np.ndarray = np.where(term == 0, added, made)
            return chosen

        telling = int(np.flatnonzero(parts == wrong[0])[0])
        with np.errstate(all="ignore"):
            for first in range(0, len(sums), _ROWS):
                some = sums[first : first + _ROWS, telling]
                made = combined(some[:, None], sums[None, first:, telling], telling)
                ones, others = np.nonzero(np.abs(made - own[telling]) <= near[telling])
                later = others > ones
                ones, others = ones[later][:_MOST_LOOKED_AT], others[later][:_MOST_LOOKED_AT]
                ones, others = ones + first, others + first
                whole = slice(None)
                fits = np.abs(combined(sums[ones], sums[others], whole) - own) <= near
                built = np.abs(shapes[ones] + shapes[others] - wanted_shapes) < _SAME_SHAPE
                for at in np.flatnonzero(fits.all(axis=1) & built.all(axis=1)):
                    yield int(self.known[ones[at]]), int(self.known[others[at]])

    def that_explain_parts(self) -> Iterator[tuple[int, int]]:
        """A slip that explains parts which the right function does not, with those that change the rest."""
        rows = self.known
        shapes = self._shapes[rows]
        wrong = ~self._agree(self.own, self.right) | (self._own_shapes != self._right_shapes)
        explained = self._agree(self.sums[rows], self.own) & (shapes == self._own_shapes)
        changed = ~self._agree(self.sums[rows], self.right) | (shapes != self._right_shapes)
        built = self._built_as_own[rows] & ~self._own_is_right
        score = (explained & wrong).sum(axis=1) - (changed & ~wrong & ~explained).sum(axis=1)
        score = score + built.sum(axis=1)
        firsts = [at for at in np.argsort(-score, kind="stable")[:_MOST_FIRST] if score[at] > 0]
        rest = [(at, self._that_change(wrong & ~explained[at], changed)) for at in firsts]
        most = MOST // max(1, len(firsts))
        for at, others in rest:
            for other in others[:most]:
                if other != at:
                    yield int(rows[at]), int(rows[other])

    def _that_change(self, parts: np.ndarray, changed: np.ndarray) -> np.ndarray:
        """Slips by how much of these parts they change, those first that change little else."""
        inside, outside = (changed & parts).sum(axis=1), (changed & ~parts).sum(axis=1)
        order = np.argsort(outside - 2 * inside, kind="stable")
        return order[inside[order] > 0] if parts.any() else order

    def likeliest(self) -> Iterator[tuple[int, int]]:
        """Pairs of likely slips."""
        ones, others = np.triu_indices(len(self.known), 1)
        both_weights = self._weights[ones] * self._weights[others]
        for at in np.argsort(-both_weights, kind="stable")[: 2 * MOST]:
            yield int(self.known[ones[at]]), int(self.known[others[at]])


def _likelihoods(slips: Sequence[Slip]) -> np.ndarray:
    """How likely each slip is, where its kind is as likely as it is, however many slips it has."""
    count = Counter(slip.kinds for slip in slips)
    return np.array([_WEIGHTS[slip.seldom] / count[slip.kinds] for slip in slips])
