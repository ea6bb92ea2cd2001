"""``python -m benchmarks.audited``: how many real gaps an audit calls equivalent.

The three exercises under ``course`` leave gaps in their hidden cases on purpose. A person went
through all faults that no hidden case catches; those that no input of the function can show are
listed here, all others are gaps. A gap counts as called equivalent where no input was found for it:
by drawing from the cases' functions alone, and by varying what they draw as well.
"""

from __future__ import annotations

from pathlib import Path

from grader.audit.audit import EQUIVALENT, ExerciseAudit, Survivor, audit
from grader.course.catalog import Course
from grader.util.table import table

COURSE = Path(__file__).parent / "course"
EQUAL = {
    # Lists and whole numbers are taken as well, but the statement promises arrays of floats.
    "norm": ["pass", "x = np.asarray(x)"],
    "project": ["pass", "A = np.asarray(A)", "Q @ (Q.T @ x).T", "Q @ (Q.T @ x.T)"],
    # The matrix is square; what is overwritten may hold anything; a vector is its own transpose.
    "back_substitution": [
        "n = b.shape[0]", "n = U.shape[1]", "n = U.shape[-1]", "x = np.ones(n)",
        "x[i + 1:] @ U[i, i + 1:]", "x[i + 1 :] @ U[i, i + 1 :]", ".T @ x", "].T)",
    ],
    # Without the special case of a zero matrix no singular value is above zero; a default of 2e-8.
    "rank": ["tol=2e-08", "s.size == 0:", "s[0] == 1", "s[0] == -1", "return np.sum(s >"],
    "variance": ["np.mean(x) - x"],
    "counts": ["np.zeros(len(edges) - 1)"],
    "outliers": ["np.abs(middle - x)"],
}  # fmt: skip
"""Function -> what stands in the changed line of each fault that no input can show."""


def added(survivor: Survivor) -> str:
    """The line that the fault adds."""
    lines = survivor.diff.splitlines()
    return next(line[1:].strip() for line in lines if line[:1] == "+" and line[:3] != "+++")


def is_equal(survivor: Survivor) -> bool:
    """Whether no input of the function can show the fault."""
    line = added(survivor)
    return any(
        line == text if text == "pass" else text in line
        for text in EQUAL.get(survivor.function, ())
    )


def tallied(audits: list[ExerciseAudit]) -> list[tuple[str, int, int, int]]:
    """Exercise, gaps, those called equivalent by drawing alone, and those by the whole search."""
    rows = []
    for audited in audits:
        survivors = [s for function in audited.functions for s in function.survivors]
        gaps = [s for s in survivors if not is_equal(s)]
        drawing = [s for s in gaps if s.found_by in ("", "varied")]
        searching = [s for s in gaps if s.verdict == EQUIVALENT]
        rows.append((audited.exercise, len(gaps), len(drawing), len(searching)))
    return rows


def main() -> None:
    course = Course(COURSE)
    audits = list(audit(course, course.ids(), jobs=1))
    rows = tallied(audits)
    total = ("in all", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    head = ("exercise", "gaps", "called equivalent by drawing", "by the search")
    print(table(head, [tuple(map(str, row)) for row in (*rows, total)]))
    for audited in audits:
        for survivor in (s for function in audited.functions for s in function.survivors):
            if survivor.verdict == EQUIVALENT and not is_equal(survivor):
                print(f"missed: {survivor.function}: {added(survivor)}")


if __name__ == "__main__":
    main()
