"""The suite once more as a plain user, where the tests run as root."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.packaging.conftest import ROOT, dependencies, interpreter_for, unprivileged


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the locked sandbox is Linux's")
def test_the_suite_holds_for_a_plain_user() -> None:
    """Without root there is no other user to become; the other layers stop everything as well."""
    user = unprivileged()
    if user is None:
        pytest.skip("the whole suite runs as a plain user already")
    python = interpreter_for(user)
    command = [python, "-S", "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-x", "-k",
               "not other_hidden_inputs", "tests/hostile/test_hostile.py"]  # fmt: skip
    environment = {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(dependencies()))),
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command, capture_output=True, text=True, user=user, group="nogroup" if user else None,
        extra_groups=[], cwd=ROOT, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
