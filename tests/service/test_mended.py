"""A course is wrong; an instructor mends it and has the class graded again, as the pages say, on a running service."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx

from tests.service.running import COURSE, RIGHT, Running, until

ROSTER = b"id,name\nann,Ann\n"


def test_a_mended_course(tmp_path: Path) -> None:
    """From the first start to the new points, with a worker killed in the middle."""
    course = tmp_path / "course"
    shutil.copytree(COURSE, course)
    reference = course / "reference" / "scaling.py"
    reference.write_text((text := reference.read_text()).replace("/ 2", "/ 3"))
    service = Running(tmp_path / "data", course=course)
    service.start()
    try:
        link = until(lambda: re.search(r"/sign-in/\S+", service.log), "no link for the instructor")
        service.ready()
        with person(service, link[0]) as kim:
            (home,) = set(re.findall(r"/courses/\w+", kim.get("/").text))
            form = {"form_token": token(kim, f"{home}/offer")}
            job = kim.post(f"{home}/offer", data={**form, "exercise": "scaling"}).url.path
            here = until(lambda: offered(kim, job), service.log)
            answer = kim.post(f"{home}/members", data=form, files={"roster": ("r.csv", ROSTER)})
            (own,) = re.findall(r"/sign-in/[\w-]+", answer.text)
            with person(service, own) as ann:
                page = handed_in(ann, here.removesuffix("/class"))
                until(lambda: "5 / 10 points" in ann.get(page).text, service.log)
                reference.write_text(text)
                again = {**form, "what": "all", "reason": "Our halves were thirds."}
                regrade = kim.post(here.replace("/class", "/regrades"), data=again).url.path
                service.kill("worker")
                ready = until(lambda: published(kim, regrade), service.log)
                assert ">5</td><td" in ready and ">10</td>" in ready and "Ann" in ready
                assert "5 / 10 points" in ann.get(page).text
                kim.post(f"{regrade}/publish", data=form)
                assert "10 / 10 points" in (told := ann.get(page).text)
                assert "Our halves were thirds." in told
            assert "regrade published" in kim.get(f"{home}/log").text
    finally:
        service.stop()


@contextmanager
def person(service: Running, link: str) -> Iterator[httpx.Client]:
    """The browser of somebody who has opened a link and pressed the button."""
    with httpx.Client(
        base_url=service.address, verify=False, follow_redirects=True, timeout=60, trust_env=False
    ) as browser:
        browser.post(link)
        yield browser


def token(browser: httpx.Client, path: str) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def offered(browser: httpx.Client, job: str) -> str | None:
    """The class's page, once the exercise is offered."""
    path = browser.get(job).url.path
    return path if path.endswith("/class") else None


def handed_in(browser: httpx.Client, assignment: str) -> str:
    """Hand in; returns the address of the submission."""
    form = {"form_token": token(browser, assignment)}
    upload = browser.post(
        f"{assignment}/uploads", data=form, files={"file": ("work.py", RIGHT.encode())}
    )
    return browser.post(f"{upload.url.path}/submission", data=form).url.path


def published(browser: httpx.Client, regrade: str) -> str | None:
    """The regrade's page, once it can be published."""
    text = browser.get(regrade).text
    return text if "Publish the new results" in text else None
