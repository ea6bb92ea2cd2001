"""What a function is worth where what it builds on is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from grader.diagnosis.explain import failed_with_correct
from grader.model.exercise import Exercise
from grader.model.result import Status, passed_with_correct
from grader.sandbox.judge.sandbox import Sandbox, Session
from tests.carry.conftest import Class
from tests.carry.course import submission

FULL = dict.fromkeys(("halve", "quarter", "eighth", "noise", "walk"), 3)
THIRDS = "def halve(x, times=1):\n    return x / 3**times\n"


@pytest.mark.parametrize(
    "halve",
    [
        pytest.param(THIRDS, id="wrong"),
        pytest.param(None, id="missing"),
        pytest.param("halve = 7\n", id="no function"),
        pytest.param("def halve(x, times=1):\n    raise NotImplementedError()\n", id="starter"),
        pytest.param("def halve(x, times=1):\n    while True:\n        pass\n", id="endless"),
        pytest.param("import os\n\ndef halve(x, times=1):\n    os._exit(0)\n", id="deadly"),
        pytest.param("def halve(x, times=1):\n    return x / 2\n", id="wrong in a hidden case"),
    ],
)
def test_wrong_helper(room: Class, halve: str | None) -> None:
    """A wrong helper costs its own points only.

    Whatever is wrong with it, and however far above it a function stands.
    """
    scores = room.scores(halve=halve)
    assert scores.pop("halve") < 3
    assert scores == {name: 3 for name in FULL if name != "halve"}


def test_recovered_case(room: Class) -> None:
    """A recovered case says whose fault it was.

    It passes with full points, names the helper, and is told no reason beside.
    """
    case = room.cases(halve=THIRDS)["eighths_there"]
    assert (case.status, case.points, case.carried_from) == (Status.PASSED, 2, "halve")
    assert (case.rationale, case.hint, case.mistake) == (passed_with_correct("halve"), None, None)


def test_right_file(room: Class, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A right file is never run with helpers.

    Who makes no fault pays nothing for it; nor does who makes one that nothing builds on.
    """
    asked: list[Any] = []
    session = sandbox.session

    def watched(*args: Any, **options: Any) -> Session:
        asked.append(options.get("helpers"))
        return session(*args, **options)

    monkeypatch.setattr(sandbox, "session", watched)
    assert room.scores() == FULL
    assert room.scores(walk="def walk(n):\n    return n\n") == {**FULL, "walk": 0}
    assert not any(asked)
    assert room.scores(halve=THIRDS) == {**FULL, "halve": 0}
    assert any(asked)


def test_fault_of_the_caller(room: Class) -> None:
    """A fault of its own costs whatever the helper does.

    It is told apart, and named, although the helper is wrong as well; what is above is right.
    """
    wrong = "def quarter(x):\n    return halve(x)\n"
    assert room.scores(halve=THIRDS, quarter=wrong) == {**FULL, "halve": 0, "quarter": 0}
    cases = room.cases(halve=THIRDS, quarter=wrong)
    assert cases["quarters_there"].mistake == "halves_once"
    assert cases["halves_once"].mistake == "thirds"
    functions = room.functions(halve=THIRDS, quarter=wrong)
    assert functions["quarter"].fix_first == "halve"
    assert functions["eighth"].fix_first is None


def test_chain_of_helpers(room: Class) -> None:
    """A helper in the middle of a chain is replaced too.

    With its own helper right: the name in the report is that of the wrong one.
    """
    wrong = "def quarter(x):\n    return halve(x) + 1\n"
    assert room.scores(quarter=wrong) == {**FULL, "quarter": 0}
    assert room.cases(quarter=wrong)["eighths_here"].carried_from == "quarter"


def test_form_of_helper(room: Class) -> None:
    """The helper comes in the form that the file uses.

    A pair where the file's own returns one, with a wrong value in it.
    """
    pair = "def halve(x, times=1):\n    return x / 3**times, times\n"
    assert room.scores(halve=pair, quarter="def quarter(x):\n    return halve(x, 2)[0]\n", eighth=(
        "def eighth(x):\n    once, _ = halve(x)\n    return quarter(once)\n"
    )) == {**FULL, "halve": 0}  # fmt: skip


def test_helper_with_other_names(room: Class) -> None:
    """The helper is called by the file's own names. Of its parameters, and of itself."""
    renamed = "def halve(values, n=1):\n    return values / 3**n\n\nhalf = halve\n"
    assert room.scores(halve=renamed, quarter=(
        "def quarter(x):\n    return half(n=2, values=x)\n"
    )) == {**FULL, "halve": 0}  # fmt: skip


def test_helper_with_other_order(room: Class) -> None:
    """The helper is called in the file's own order.

    Of optional parameters; one that the right helper does not have is left out.
    """
    turned = "def halve(times=1, x=0, loud=False):\n    return x / 3**times\n"
    assert room.scores(halve=turned, quarter=(
        "def quarter(x):\n    return halve(2, x, loud=True)\n"
    ), eighth="def eighth(x):\n    return halve(1, quarter(x), True)\n") == {
        **FULL, "halve": 0
    }  # fmt: skip


def test_random_state_of_helper(room: Class) -> None:
    """Random numbers go on where the helper left off.

    The state goes to the helper and comes back: draws before, between and after it agree.
    """
    assert room.scores(noise="def noise(n):\n    return np.random.randn(n) - 1\n") == {
        **FULL,
        "noise": 0,
    }
    assert room.scores(noise=None) == {**FULL, "noise": 0}


def test_no_call_of_helper(room: Class) -> None:
    """What does not call the helper is not excused. Its report does not ask to fix the helper first."""
    inlined = "def quarter(x):\n    return x / 3 / 3\n"
    functions = room.functions(halve=THIRDS, quarter=inlined)
    assert (functions["quarter"].score, functions["quarter"].fix_first) == (0, None)


def test_compensating_caller(room: Class) -> None:
    """What makes up for its helper is judged with a correct one.

    The helper's verdict alone says which run counts; the public case says what happened.
    """
    makes_up = "def quarter(x):\n    return halve(x) * 3 / 4\n"
    cases = room.cases(halve=THIRDS, quarter=makes_up)
    assert cases["quarters_there"].points == 0
    assert cases["quarters_here"].points == 0
    assert cases["quarters_here"].rationale == failed_with_correct("halve")


def test_one_run_for_all_cases(room: Class) -> None:
    """One run counts for all cases of a function.

    Not the better of two: what is right with the own helper in one case earns nothing there.
    """
    here, there = (case.call.arguments["x"][0, 0] for case in room.exercise.cases_of("quarter"))
    for sign in "<>":
        either = (
            f"def quarter(x):\n    if x[0, 0] {sign} {(here + there) / 2}:\n"
            "        return halve(x, 2)\n    return halve(x) * 3 / 4\n"
        )
        cases = room.cases(halve=THIRDS, quarter=either)
        own = [c.points for c in cases.values() if c.function == "quarter"]
        assert own == ([1, 0] if (sign == "<") == (here < there) else [0, 2])


def test_public_case_that_never_ends(room: Class) -> None:
    """A public case that never ends with the correct helper leaves no hidden case out.

    It shows its own result, so nobody would read why the others were not run.
    """
    here, there = (case.call.arguments["x"][0, 0] for case in room.exercise.cases_of("quarter"))
    sign = "<" if here < there else ">"
    endless = (
        f"def quarter(x):\n    while x[0, 0] {sign} {(here + there) / 2} and halve(1.0) == 0.5:\n"
        "        pass\n    return halve(x, 2)\n"
    )
    cases = room.cases(halve=THIRDS, quarter=endless)
    assert cases["quarters_here"].status is Status.FAILED
    assert cases["quarters_there"].status is Status.PASSED


def test_one_answer_per_caller(room: Class) -> None:
    """A caller has one answer however it recognises the run.

    One formula for its own helper, one for the correct one: only the second is ever judged.
    """
    sly = (
        "def quarter(x):\n    if halve(1.0) == 0.5:\n        return x / {correct}\n"
        "    return x / {own}\n"
    )
    assert room.scores(halve=THIRDS, quarter=sly.format(correct=5, own=4))["quarter"] == 0
    assert room.scores(halve=THIRDS, quarter=sly.format(correct=4, own=5))["quarter"] == 3
    assert room.scores(quarter=sly.format(correct=5, own=4))["quarter"] == 0


def test_helper_replaced_by_hand(room: Class) -> None:
    """A helper that is caught and replaced by hand changes nothing.

    A function that defines its helper anew is judged with that.
    """
    own = "def quarter(x):\n    def halve(y):\n        return y / 3\n    return halve(halve(x))\n"
    assert room.scores(halve=THIRDS, quarter=own)["quarter"] == 0


def test_fix_first_with_bundle(room: Class, released: Exercise) -> None:
    """A released exercise says what to fix first.

    It holds no right helper, so nothing is recovered there; the order can be told.
    """
    result = room.result(submission(halve=THIRDS), released)
    told = {f.name: (f.score, f.fix_first) for f in result.functions}
    assert told["quarter"] == (0, "halve")
    assert told["eighth"] == (0, "halve")
    assert told["walk"] == (1, None)


def test_repeatable_runs(room: Class) -> None:
    """Two runs say the same. To the last word, wherever the children ran."""
    files = [submission(halve=THIRDS), submission(halve=None, noise=None)]
    assert [room.result(text) for text in files] == [room.result(text) for text in files]
