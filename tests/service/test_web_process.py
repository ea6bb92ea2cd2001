"""The web process holds no course, no judge and no student's code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from grader.service.database_tables import Role
from tests.service.house import CHECKOUT, House

FORBIDDEN = (
    "exercises",
    "reference",
    "grader.authoring",
    "grader.batch",
    "grader.course",
    "grader.diagnosis",
    "grader.load",
    "grader.pipeline",
    "grader.sandbox.judge",
    "grader.service.judging",
    "grader.service.worker",
    "numpy",
)
SCRIPT = """
import json, sys
from pathlib import Path
from fastapi.testclient import TestClient
from grader.service.service_settings import Settings
from grader.service.web import server
from grader.service.web.request_context import opened

data, token, assignment, submission, secret = sys.argv[1:]
with opened(Settings(Path(data))) as service, TestClient(server.application(service)) as web:
    headers = {"authorization": f"Bearer {token}"}
    answers = [
        web.get("/healthz"),
        web.get("/metrics"),
        web.get("/api/v1/assignments", headers=headers),
        web.get(f"/api/v1/submissions/{submission}", headers=headers),
        web.post(
            f"/api/v1/assignments/{assignment}/submissions",
            headers=headers,
            files={"file": ("a.py", b"def double(x): return 2 * x")},
        ),
        *(
            web.get(path, headers={"cookie": f"grader_session={secret}"})
            for path in (
                f"/assignments/{assignment}/class",
                f"/assignments/{assignment}/exports",
                f"/assignments/{assignment}/regrades",
                f"/submissions/{submission}/full",
            )
        ),
    ]
statuses = [answer.status_code for answer in answers]
print(json.dumps({"modules": sorted(sys.modules), "statuses": statuses}))
"""


def test_no_course_in_the_web_process(tmp_path: Path) -> None:
    """Whatever it is asked: what it does not hold, nobody can get out of it."""
    house = House(tmp_path / "data")
    house.add_course()
    member, assignment = house.add_member("ann"), house.offer("scaling")
    files = [house.put("a.py", b"def double(x): return 2 * x")]
    submission = house.desk.accept(member, assignment, files, None).id
    house.set_graded(submission)
    secret = house.session(house.add_member("kim", Role.INSTRUCTOR))
    ids = house.token(member), assignment, submission, secret
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, house.data, *ids],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["statuses"] == [503, 200, 200, 200, 201, 200, 200, 200, 200]
    held = {
        module
        for module in told["modules"]
        for name in FORBIDDEN
        if module == name or module.startswith(f"{name}.")
    }
    assert held == set()
