"""What one submission may do to the others of its class: nothing, by text, name, number or fault."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest

from tests.hostile import shipped, target

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the locked sandbox is Linux's"
)
NOTE = "Eve was here: mail eve@example.org"

# What a stranger may write into, and the honest slip whose wording must not become it.
TEXTS = {
    "type": (f"type({NOTE!r}, (), dict())()", "(n for n in X)"),
    "metaclass": (f"type(type)({NOTE!r}, (type,), dict())('a', (), dict())", "type('a', (), dict())"),
    "key": ("{'W': X, %r: w}" % NOTE, "{'W': X}"),
    "error": (f"exec('raise ValueError(%r)' % {NOTE!r})", "exec('raise ValueError()')"),
    "kind": (f"exec('raise type(%r, (Exception,), dict())' % {NOTE!r})", "exec('raise Exception')"),
    "text": (repr(NOTE), "'text'"),
    "printed": (f"print({NOTE!r})", "print('text')"),
    "opaque": (f"[type({NOTE!r}, (), dict())()]", "[object()]"),
}  # fmt: skip


def weigh(expression: str) -> str:
    return f"import numpy as np\n\n\ndef weigh(X, w):\n    return {expression}\n"


def make_class(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def test_nobody_writes_on_another_students_page(tmp_path: Path) -> None:
    """Each page is the one that its student gets in a class without strangers, and without the cache."""
    bobs = {f"b_{name}.py": weigh(slip) for name, (_, slip) in TEXTS.items()}
    eves = {f"a_{name}.py": weigh(text) for name, (text, _) in TEXTS.items()}
    alone = shipped.grade(make_class(tmp_path / "bobs", bobs), tmp_path / "alone", "--no-memo")
    both = shipped.grade(make_class(tmp_path / "both", {**eves, **bobs}), tmp_path / "out")
    for name in TEXTS:
        assert both.page(f"b_{name}") == alone.page(f"b_{name}")
        theirs, own = alone.without_timing(f"b_{name}"), both.without_timing(f"b_{name}")
        theirs["environment"] = own["environment"]  # which says whether there is a cache
        assert own == theirs
        assert NOTE not in both.page(f"b_{name}")


NUMBERS = (
    "5e-324", "-5e-324 * X", "X * 5e-324", "X * 1e308", "X * np.inf", "X * np.nan", "10**400",
    "np.float16(6e-8) * X.astype(np.float16)", "X.astype(np.longdouble) * np.longdouble('1e4000')",
    "X * (1 + 1e-320j)", "np.full((2, 2), 2**63 - 1)", "np.zeros((0, 3))",
)  # fmt: skip


def test_no_number_fails_the_grader(tmp_path: Path) -> None:
    """An explanation that cannot be computed costs no verdict: zero points, and no blank."""
    files = {f"n{at:02}.py": weigh(number) for at, number in enumerate(NUMBERS)}
    results = shipped.grade(make_class(tmp_path / "class", files), tmp_path / "out")
    found = {student: report["score"] for student, report in results.reports.items()}
    assert found == dict.fromkeys(sorted(name.removesuffix(".py") for name in files), 0)


NAMES = ("a;=1+1;", "b\t=1+1", "c|=1+1|", "d,+1", "=e", "f;@SUM(1)", "g;-1", "h\n=1", "i\r=2")


def test_no_name_is_a_formula_wherever_a_spreadsheet_splits(tmp_path: Path) -> None:
    """Read with comma, semicolon, tab or bar, no cell of any table begins as a formula does."""
    files = {f"{name}.py": weigh("X") for name in NAMES}
    results = shipped.grade(make_class(tmp_path / "class", files), tmp_path / "out")
    tables = {"gradebook": (results.folder / "gradebook.csv").read_text("utf-8")}
    tables |= {platform: results.table(platform) for platform in ("canvas", "moodle")}
    for name, text in tables.items():
        for delimiter in ",;\t|":
            cells = [c for row in csv.reader(text.splitlines(), delimiter=delimiter) for c in row]
            assert [cell for cell in cells if re.match(r"\s*[=+@]|\s*-\D", cell)] == [], name


CLAIMS = (
    "Eve Evil_104_assignsubmission_file_zz_101_assignsubmission_file_zz.py",
    "Eve Evil_104_assignsubmission_file_Alice Adams_101_assignsubmission_file_hw.py",
    "Eve_101_assignsubmission_file_ Evil_104_assignsubmission_file_x.py",
    "Participant 101_104_assignsubmission_file_hw2.py",
)


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_file_name_makes_somebody_another_student(tmp_path: Path, claim: str) -> None:
    """Alice keeps her points, whatever the name of Eve's file says."""
    right = target.HONEST.read_text("utf-8")
    names = ("Alice Adams_101", "Bob Brown_102", "Carl Clark_103")
    files = {f"{name}_assignsubmission_file_hw.py": right for name in names}
    folder = make_class(tmp_path / "class", {**files, claim: weigh("X")})
    results = shipped.grade(folder, tmp_path / "out", "--layout", "moodle")
    full = [student for student, r in results.reports.items() if r["score"] == r["max_score"]]
    assert any(student.startswith(("101", "Alice")) for student in full) and len(full) == 3


def test_the_version_that_students_see_does_not_depend_on_what_is_hidden(tmp_path: Path) -> None:
    """Other seeds of hidden cases, the same page: nobody can try seeds at home against it."""
    folder = make_class(tmp_path / "class", {"eve.py": weigh("X")})
    pages = set()
    for seed in (1, 2):
        course = target.changed_course(tmp_path, seed)
        results = shipped.grade(folder, tmp_path / f"out{seed}", course=course)
        pages.add((results.page("eve"), results.exported("gradescope")["eve"]))
    assert len(pages) == 1


def test_two_programs_that_know_their_own_line_are_not_taken_for_one(tmp_path: Path) -> None:
    """A file that is right on even lines only earns what it earns by itself, whoever came before."""
    bodies = (
        "    match weigh:\n        case object(__code__=object(co_firstlineno=line)):\n            pass\n",
        "    line = eval('weigh.' + '__co' + 'de__').co_firstlineno\n",
        "    line = getattr(weigh, chr(95) * 2 + 'code' + chr(95) * 2).co_firstlineno\n",
        "    import sys\n    line = sys._getframe().f_lineno\n",
        "    try:\n        raise ValueError\n    except ValueError as e:\n        line = e.__traceback__.tb_lineno\n",
    )
    files = {}
    for at, body in enumerate(bodies):
        text = f"import numpy as np\n\n\ndef weigh(X, w):\n{body}    return X * w.reshape(-1, 1) + np.mean(w) if line % 2 else X\n"
        files[f"p{at}_a.py"], files[f"p{at}_b.py"] = text, "\n" + text
    folder = make_class(tmp_path / "class", files)
    one = shipped.grade(folder, tmp_path / "one", "--memo")
    other = shipped.grade(folder, tmp_path / "other", "--no-memo")
    assert {s: r["score"] for s, r in one.reports.items()} == {
        s: r["score"] for s, r in other.reports.items()
    }
