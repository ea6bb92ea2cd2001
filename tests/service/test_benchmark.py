"""The benchmark finds what must not be: a lost submission, a second result, another score."""

from __future__ import annotations

from pathlib import Path

from benchmarks.service import Handed, Run, Service, _faults
from grader.service.database_tables import Result
from grader.service.service_settings import Settings
from tests.service.house import House


def test_what_must_be_nought_is_counted(tmp_path: Path) -> None:
    """Each of the faults alone."""
    house = House(tmp_path / "data")
    house.add_course()
    assignment = house.offer("scaling")
    run = Run(Service(house.data, 1, 0), assignment, 60)
    ids = {}
    for name in ("fine", "twice", "waits"):
        file = house.put("a.py", name.encode())
        ids[name] = house.desk.accept(house.add_member(name), assignment, [file], None).id
        run.handed.append(Handed(began=0, accepted=1, submission=ids[name]))
    settings = Settings(house.data)
    house.set_graded(ids["fine"])
    house.set_graded(ids["twice"])
    expected: dict[str, float | None] = {"fine": 5, "twice": 5, "waits": 5, "refused": 5}
    faults = _faults(settings, run, expected)
    assert list(faults.values()) == [2, 0, 0, 0]  # one waits for ever, one was never accepted
    with house.database.writing() as session:
        session.add(
            Result(
                submission_id=ids["twice"],
                number=2,
                exercise_version="v",
                score=6,
                max_score=10,
                report="{}",
            )
        )
    run.handed.pop(0)
    assert list(_faults(settings, run, expected).values()) == [3, 1, 1, 1]
