"""Every attack through what `grader grade` runs: caches, diagnosis, reports, pages, exports.

As another user, on a poorer system and with other hidden inputs a usual run takes a twelfth of the attacks, not
the same in each; `--thorough` takes all that are swift.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.sandbox.judge.sandbox import Sandbox
from tests.hostile import shipped, target, traces
from tests.hostile.attacks import WRONG, Attack, all_attacks, read_attack
from tests.hostile.shipped import NEIGHBOURS, PLATFORMS, TABLES, Results, student_of
from tests.packaging.conftest import ROOT, dependencies, interpreter_for, unprivileged

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the locked sandbox is Linux's"
)
ATTACKS = [attack for attack in [read_attack(WRONG), *all_attacks()] if attack.possible]
SWIFT = [attack for attack in ATTACKS if attack.family not in ("hang", "exhaust")]
EVERY = 12
"""In which steps a run that is not thorough takes the swift attacks, where it does not take all."""
Run = Callable[[str], Results]


@pytest.fixture(scope="module")
def members(thorough: bool) -> dict[str, list[Attack]]:
    """Who is in the class of which run."""
    some = [SWIFT if thorough else SWIFT[first::EVERY] for first in (0, 3, 6)]
    return {"shipped": ATTACKS, "honest alone": []} | dict(
        zip(("plain user", "bare", "other inputs"), some, strict=True)
    )


@pytest.fixture(scope="module")
def run(public_folder: Path, members: dict[str, list[Attack]]) -> Run:
    """Grades the class when a run is first asked for, by its name; each once."""
    folder = public_folder
    traces.remove_marks()

    @cache
    def graded(name: str) -> Results:
        called = name.replace(" ", "-")
        submissions, out = (
            shipped.make_class(folder / called, members[name]),
            folder / f"out-{called}",
        )
        match name:
            case "shipped":
                return shipped.grade(submissions, out, python=sys.executable)
            case "other inputs":
                return shipped.grade(submissions, out, course=target.changed_course(folder, 2))
            case "honest alone":
                return shipped.grade(submissions, out)
            case "plain user":  # without the cache of results, too: nothing may depend on either
                return shipped.grade(submissions, out, "--no-memo", **as_plain_user(out))
            case "bare":
                bare = (sys.executable, "-m", "tests.hostile.bare")
                return shipped.grade(submissions, out, prefix=bare)
        raise AssertionError(name)

    return graded


def as_plain_user(out: Path) -> dict[str, object]:
    user = unprivileged()
    if user is None:  # as everything here
        return {}
    out.mkdir()
    out.chmod(0o777)
    paths = os.pathsep.join((str(ROOT), str(dependencies())))
    environment = {"PYTHONPATH": paths, "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    return {
        "python": interpreter_for(user), "environment": environment, "user": user,
        "group": "nogroup", "extra_groups": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def canaries(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return target.canaries(target.prepared(sandbox, tmp_path_factory.mktemp("course")))


ENVIRONMENTS = ("shipped", "plain user", "bare")


def of(results: Results) -> Iterator[tuple[Attack, str]]:
    for attack in ATTACKS:
        if student_of(attack) in results.reports:
            yield attack, student_of(attack)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_nobody_gets_a_point_or_a_status_that_is_not_due(
    run: Run, members: dict[str, list[Attack]], name: str
) -> None:
    """Score and statuses are those of the attack's own docstring; nobody is missing."""
    results = run(name)
    assert [attack for attack, _ in of(results)] == members[name]
    wrong = {}
    for attack, student in of(results):
        report = results.reports[student]
        statuses = {f["name"]: f["status"] for f in report["functions"]}
        due = (attack.score, attack.verdict)
        found = (report["score"], {name: statuses[name] for name in attack.verdict})
        if found != due:
            wrong[attack.name] = found
    assert wrong == {}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_nothing_hidden_and_nothing_reached_is_shown(
    run: Run, canaries: set[str], name: str
) -> None:
    """No hidden value on a student's page or in what a platform shows; no word of a breach."""
    results = run(name)
    assert [s for _, s in of(results) if target.BREACH in results.said(s)] == []
    marks = ("\x1b", "\u202e", "\u200b", "\x00")
    platforms = PLATFORMS if name == "shipped" else PLATFORMS[:1]
    texts = [results.exported(platform) for platform in platforms]
    shown = {
        student: "\n".join((results.page(student), *(text[student] for text in texts)))
        for _, student in of(results)
    }
    # Most lines are on every page: each is searched once.
    lines = "\n".join({line for text in shown.values() for line in text.split("\n")})
    found = [word for word in (*canaries, *marks) if word in lines]
    assert {word: [s for s, text in shown.items() if word in text] for word in found} == {}
    for platform in TABLES if name == "shipped" else ():
        told = results.table(platform)
        assert [mark for mark in marks if mark in told] == [], platform
    assert traces.marks() == []


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_honest_neighbours_do_not_feel_it(run: Run, name: str) -> None:
    """Their reports are those of a class without attacks, byte for byte, and hold all points."""
    alone, results = run("honest alone"), run(name)
    for neighbour in NEIGHBOURS:
        theirs, own = alone.without_timing(neighbour), results.without_timing(neighbour)
        if name in ("plain user", "bare"):  # other layers
            theirs["environment"] = own["environment"]
        assert own == theirs
        assert own["score"] == own["max_score"]
        assert (results.page(neighbour) == alone.page(neighbour)) or name != "shipped"


def test_cache_and_user_change_no_byte(run: Run) -> None:
    """Reports and pages are the same with --no-memo, as another user, but for times that are told."""
    with_memo, without = run("shipped"), run("plain user")
    differ = []
    for attack, student in of(without):
        one, other = with_memo.without_timing(student), without.without_timing(student)
        other["environment"] = one["environment"]
        same = one == other and with_memo.page(student) == without.page(student)
        if not same and not _tells_the_time(attack):
            differ.append(student)
    assert differ == []


def test_other_hidden_inputs_change_nothing_that_a_student_sees(run: Run) -> None:
    """Where statuses and mistakes are the same, page and platform results are, to the byte."""
    one, other = run("shipped"), run("other inputs")
    same = 0
    for attack, student in of(other):
        if one.states(student) != other.states(student) or _tells_the_time(attack):
            continue
        same += 1
        assert shipped.shown(one, student) == shipped.shown(other, student), student
    assert same > 0.9 * len(list(of(other)))


def test_the_environments_are_what_they_are_called(run: Run) -> None:
    """Locked everywhere; without namespaces and Landlock where these are refused."""
    layers = {}
    for name in ("shipped", "plain user", "bare"):
        isolation = run(name).reports[NEIGHBOURS[0]]["environment"]["isolation"]
        assert isolation["level"] == "locked"
        layers[name] = set(isolation["layers"])
    assert "seccomp" in layers["bare"] and not {"landlock", "pid_namespace"} & layers["bare"]
    assert "user" not in layers["plain user"]


def _tells_the_time(attack: Attack) -> bool:
    """Who reads a clock and says so is exempt: no two runs take place at one time."""
    text = attack.path.read_text("utf-8")
    return "time.monotonic" in text or "time.time" in text or "perf_counter" in text
