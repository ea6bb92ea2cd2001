"""Every hostile submission gets what an honest wrong answer gets, and nothing else happens."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile import target, traces
from tests.hostile.attacks import FAMILIES, WRONG, Attack, all_attacks, read_attack
from tests.hostile.conftest import Judge

ATTACKS = [read_attack(WRONG), *all_attacks()]
_WATCHDOG_SECONDS = 100


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


@pytest.mark.parametrize("attack", _params(ATTACKS))
def test_an_attack_gets_what_a_wrong_answer_gets(judge: Judge, attack: Attack) -> None:
    """No point, no word of a hidden case, no trace; and whoever comes next is graded as ever."""
    zygote = judge.sandbox.zygote_pid
    assert zygote is not None
    processes, descriptors = traces.relatives(zygote), traces.descriptors()

    verdict = target.graded(attack.path, judge.exercise, judge.sandbox)

    assert verdict.report.score == attack.score
    assert {name: verdict.statuses[name] for name in attack.verdict} == attack.verdict
    assert target.BREACH not in verdict.said
    shown = [canary for canary in target.canaries(judge.exercise) if canary in verdict.told]
    assert not shown
    assert not [mark for mark in ("\x1b", "\u202e", "\u200b", "\x00", "\r") if mark in verdict.said]
    assert traces.marks() == []
    assert (judge.sandbox.zygote_pid, traces.left_over(zygote, processes)) == (zygote, set())
    assert traces.descriptors() == descriptors

    neighbour = target.graded(target.HONEST, judge.exercise, judge.sandbox)
    assert neighbour.report.score == neighbour.report.max_score


@pytest.mark.parametrize("attack", _params([a for a in ATTACKS if a.family != "hang"]))
def test_other_hidden_inputs_change_nothing_that_a_student_sees(
    judge: Judge, attack: Attack
) -> None:
    """Where statuses and mistakes are the same, the student's view is the same to the byte."""
    views = []
    for exercise in (judge.exercise, judge.changed):
        verdict = target.graded(attack.path, exercise, judge.sandbox)
        states = [
            (case.name, case.status, case.mistake, case.carried_from)
            for case in verdict.report.cases
        ]
        views.append((states, verdict.told))
    assert views[0] == views[1]


def test_the_hidden_inputs_really_differ(judge: Judge) -> None:
    """Otherwise the comparison of views would show nothing."""
    assert not target.canaries(judge.exercise) & target.canaries(judge.changed)
    assert len(target.canaries(judge.exercise)) > 40


def test_a_leak_would_be_seen(judge: Judge) -> None:
    """The report that instructors read does hold hidden values, so the canaries are spelled right."""
    attack = next(a for a in ATTACKS if a.name == "mislead/input_in_message")
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
