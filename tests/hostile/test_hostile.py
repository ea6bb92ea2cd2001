"""What an attack must not change beyond its own report: seen from inside one judge.

`test_shipped` has every attack through the whole command. Here are those that aim at how a judge
asks: second answers, public after hidden, dying children.
"""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from grader import wire
from grader.model.exercise import Call, Case, Limits
from grader.sandbox.judge.protocol import call_message
from tests.hostile import target, traces
from tests.hostile.attacks import FAMILIES, WRONG, Attack, all_attacks, read_attack
from tests.hostile.conftest import Judge

ATTACKS = [
    read_attack(WRONG),
    *(a for a in all_attacks() if re.search("^leave/|/guess_|/helper_|/hidden_in_|/view_", a.name)),
]
_WATCHDOG_SECONDS = 400


@pytest.fixture(autouse=True)
def watchdog() -> Iterator[None]:
    """A grader that hangs fails here, and not only when somebody loses patience."""

    def bark(*_: object) -> None:
        raise AssertionError("no verdict, and no end to it")

    before = signal.signal(signal.SIGALRM, bark)
    signal.alarm(_WATCHDOG_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _params(attacks: list[Attack]) -> list[Any]:
    return [
        pytest.param(
            attack,
            id=attack.name,
            marks=pytest.mark.skipif(
                not attack.possible,
                reason="what it attacks came with Python " + ".".join(map(str, attack.since)),
            ),
        )
        for attack in attacks
    ]


Asked = list[tuple[str, bytes, bool]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What is sent to children from here on: function, inputs, and whether a right helper is there."""
    calls: Asked = []

    def noted(call: Call, token: bytes, limits: Limits, extra: Any = None) -> bytes:
        if "state" not in (extra or {}):  # which only calls of a correct helper's child have
            given = (*call.inputs.values(), list(call.surroundings.stdin or ()))
            inputs = b"".join(map(wire.encode, (*given, dict(call.surroundings.files or {}))))
            calls.append((call.function, inputs, bool((extra or {}).get("helpers"))))
        return call_message(call, token, limits, extra)

    monkeypatch.setattr("grader.sandbox.judge.sandbox.call_message", noted)
    return calls


@pytest.mark.parametrize("attack", _params(ATTACKS))
def test_an_attack_gets_what_a_wrong_answer_gets(
    judge: Judge, asked: Asked, attack: Attack
) -> None:
    """No point, no word of a hidden case, no trace, no second question; and whoever comes next is graded as ever."""
    zygote = judge.sandbox.zygote_pid
    assert zygote is not None
    processes, descriptors = traces.relatives(zygote), traces.descriptors()

    verdict = target.graded(attack.path, judge.exercise, judge.sandbox)

    asks_once_and_public_cases_first(judge, asked)
    assert verdict.report.score == attack.score
    assert {name: verdict.statuses[name] for name in attack.verdict} == attack.verdict
    assert target.BREACH not in verdict.said
    shown = [canary for canary in target.canaries(judge.exercise) if canary in verdict.told]
    assert not shown
    assert not [mark for mark in ("\x1b", "\u202e", "\u200b", "\x00", "\r") if mark in verdict.said]
    assert traces.marks() == []
    assert (judge.sandbox.zygote_pid, traces.left_over(zygote, processes)) == (zygote, set())
    assert traces.descriptors() - descriptors == Counter()

    # One function of each kind: one child for all cases, a child for each, drawn numbers, a helper.
    few = judge.exercise.only("weigh", "Ledger", "toss", "march", "pace")
    neighbour = target.graded(target.HONEST, few, judge.sandbox)
    assert neighbour.report.score == neighbour.report.max_score > 0


def asks_once_and_public_cases_first(judge: Judge, asked: Asked) -> None:
    """Whatever a submission does: one question a case, and one with right helpers where these
    decide; what is said of public cases stands before any hidden input is sent."""
    own = {case.function for case in judge.exercise.cases}
    made = [question for question in asked if question[0] in own]
    assert [question for question, times in Counter(made).items() if times > 1] == []
    public = {_inputs(case) for case in judge.exercise.public_cases}
    is_public = [question[:2] in public for question in made if not question[2]]
    assert is_public == sorted(is_public, reverse=True)


def _inputs(case: Case) -> tuple[str, bytes]:
    return case.function, b"".join(wire.encode(v) for v in case.call.arguments.values())


def test_a_second_question_would_be_seen(judge: Judge, asked: Asked) -> None:
    """Grading the same file twice asks everything twice."""
    for _ in range(2):
        target.graded(target.HONEST, judge.exercise, judge.sandbox)
    assert set(Counter(asked).values()) == {2}


def test_the_hidden_inputs_really_differ(judge: Judge) -> None:
    """Otherwise the comparison of views would show nothing."""
    assert not target.canaries(judge.exercise) & target.canaries(judge.changed)
    assert len(target.canaries(judge.exercise)) > 40


def test_a_leak_would_be_seen(judge: Judge) -> None:
    """The report that instructors read does hold hidden values, so the canaries are spelled right."""
    attack = next(a for a in all_attacks() if a.name == "mislead/input_in_message")
    verdict = target.graded(attack.path, judge.exercise, judge.sandbox)
    assert [canary for canary in target.canaries(judge.exercise) if canary in verdict.said]


def test_the_judge_is_locked(judge: Judge) -> None:
    """The suite means something only where the layers are in force."""
    assert judge.sandbox.isolation.level == "locked"


def test_every_family_has_its_members() -> None:
    """At least 120 attacks, none of the families a token."""
    members = Counter(attack.family for attack in all_attacks())
    assert set(members) == set(FAMILIES)
    assert sum(members.values()) >= 120
    assert min(members.values()) >= 15
