"""Submissions that want more than to be graded: each ends as its own case, and harms nothing."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

import grader
from grader.model.exercise import Limits
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Sandbox
from tests.hostile import traces
from tests.sandbox.programs import SHORT, call, run_all, run_one

HONEST = "\ndef g():\n    return 1\n"

ENDS = {
    "endless_loop": ("while True: pass", Ending.TIMEOUT),
    "loop_that_swallows": ("\n    while True:\n        try:\n            while True: pass\n        except: pass", Ending.TIMEOUT),
    "sleep": ("import time; time.sleep(1000)", Ending.TIMEOUT),
    "loop_in_c": ("sum(range(10**15))", Ending.TIMEOUT),
    "exit": ("import os; os._exit(0)", Ending.DIED),
    "sys_exit": ("import sys; sys.exit(0)", Ending.RAISED),
    "abort": ("import os; os.abort()", Ending.DIED),
    "segfault": ("import ctypes; ctypes.string_at(0)", Ending.DIED),
    "memory_list": ("x = []\n    while True: x.append('x' * 10**7)", Ending.MEMORY),
    "memory_array": ("return np.ones(10**12)", Ending.MEMORY),
    "huge_view": ("return np.broadcast_to(0.0, (10**9, 10**9))", Ending.UNREADABLE),
    "huge_int": ("return 10**100000", Ending.UNREADABLE),
    "deep_list": ("x = []\n    for _ in range(10**5): x = [x]\n    return x", Ending.UNREADABLE),
    "cycle": ("x = []; x.append(x); return x", Ending.UNREADABLE),
    "many_parts": ("return [0] * 10**6", Ending.UNREADABLE),
    "recursion": ("return f()", Ending.RAISED),
    "forged_frame": ("import os; os.write(3, b'\\x05\\0\\0\\0FFFFF'); return 1", Ending.UNREADABLE),
    "giant_frame": ("import os; os.write(3, b'\\xff\\xff\\xff\\xff'); return 1", Ending.UNREADABLE),
    "half_a_frame": ("import os, time; os.write(3, b'\\x05\\0'); time.sleep(1000)", Ending.TIMEOUT),
    "closed_channel": ("import os; os.close(3); return 1", Ending.DIED),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_ending(locked: Sandbox, name: str) -> None:
    """However one function ends, the other function of the file returns its value."""
    body, ending = ENDS[name]
    run = run_all(locked, f"def f():\n    {body}\n{HONEST}", call("f"), call("g"))
    assert run.outcomes["f"].ending is ending
    assert run.outcomes["g"].value == 1


REACHES = {
    "own_source": f"open({grader.__file__!r}).read()",
    "password_file": "open('/etc/passwd').read()",
    "listing": "os.listdir('/')",
    "stat": "os.stat('/')",
    "proc": "open('/proc/self/maps').read()",
    "write": "open('/tmp/grader-was-here', 'w').write('x')",
    "relative_write": "open('x', 'w')",
    "device": "open('/dev/tty')",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "spawn": "__import__('subprocess').Popen(['/bin/true'])",
    "thread": "__import__('threading').Thread(target=print).start()",
    "kill_parent": "os.kill(os.getppid(), 9)",
    "kill_all": "os.kill(-1, 9)",
    "tcp": "__import__('_socket').socket()",
    "unix_socket": "__import__('_socket').socket(1, 1)",
    "udp": "__import__('_socket').socket(2, 2)",
    "pipe": "os.pipe()",
    "dup": "os.dup(1)",
    "memfd": "os.memfd_create('x')",
    "raise_limits": "__import__('resource').setrlimit(__import__('resource').RLIMIT_AS, (-1, -1))",
    "become_root": "os.setuid(0)",
    "chdir": "os.chdir('/')",
    "import_course": "__import__('reference.regularization')",
    "import_site_package": "__import__('pydantic')",
    "import_grader": "__import__('grader.comparison.compare')",
    "numpy_load": "np.load('/etc/passwd', allow_pickle=True)",
    "numpy_save": "np.save('/tmp/grader-was-here', np.ones(3))",
}  # fmt: skip


@pytest.mark.parametrize("name", REACHES)
def test_reach_is_refused(locked: Sandbox, name: str) -> None:
    """Every attempt to leave is refused with an exception of the student's own."""
    outcome = run_one(locked, f"import os\ndef f():\n    return {REACHES[name]}")
    assert outcome.ending is Ending.RAISED, outcome
    kinds = {"PermissionError", "OSError", "ModuleNotFoundError", "RuntimeError", "BlockingIOError"}
    assert outcome.raised.type in kinds | {"ValueError", "FileNotFoundError"}
    assert not Path("/tmp/grader-was-here").exists()


def test_no_answer_in_memory(locked: Sandbox) -> None:
    """A canary that only the judge holds is in no object that student code can reach."""
    canary = f"canary-{os.getpid()}-{os.urandom(8).hex()}"
    source = """
import gc
gc.unfreeze()
def f(reversed_canary):
    canary = reversed_canary[::-1]
    seen = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]
    held = [s for o in seen for s in (o.values() if isinstance(o, dict) else o) if isinstance(s, str)]
    return sum(canary in s for s in held if s is not canary), len(held)
"""
    found, looked_at = run_one(locked, source, canary[::-1]).value
    assert (found, looked_at > 1000) == (0, True)


def test_early_answer_is_refused(locked: Sandbox) -> None:
    """A frame sent ahead of the next call ends the child, and that call is made in a new one."""
    source = "import os\ndef f():\n    os.write(3, b'\\x01\\0\\0\\0N')\n    return 1\n" + HONEST
    run = run_all(locked, source, call("f"), call("g"))
    assert run.outcomes["g"].value == 1
    assert run.outcomes["f"].ending is Ending.UNREADABLE


def test_first_timeout_ends_the_function(locked: Sandbox) -> None:
    """The first timeout ends that function; its other cases are not run."""
    source = f"def f():\n    while True: pass\n{HONEST}"
    run = run_all(locked, source, call("f", case="a"), call("f", case="b"), call("g"))
    assert run.outcomes["a"].ending is Ending.TIMEOUT
    assert run.outcomes["b"].ending is Ending.NOT_RUN
    assert run.outcomes["g"].value == 1


@pytest.mark.parametrize(
    ("last", "ending"), [("return 1", Ending.RETURNED), ("os._exit(3)", Ending.DIED)]
)
def test_total_budget(locked: Sandbox, last: str, ending: Ending) -> None:
    """Just under the limit in every case still ends: the rest is not run; so does who leaves before."""
    source = "import os, time\ndef f():\n    t = time.process_time()\n    while time.process_time() - t < 0.4: pass\n"
    limits = Limits(case_cpu_seconds=0.6, case_wall_seconds=5, submission_cpu_seconds=1.0)
    requests = [call("f", case=str(i)) for i in range(6)]
    run = run_all(locked, f"{source}    {last}", *requests, limits=limits)
    endings = [run.outcomes[str(i)].ending for i in range(6)]
    assert endings[0] is ending
    assert endings[-1] is Ending.NOT_RUN


def test_killed_zygote_is_replaced(locked: Sandbox) -> None:
    """The next run starts a new one."""
    os.kill(locked.zygote_pid, 9)
    assert run_one(locked, "def f():\n    return 1").value == 1


def test_no_descriptor_is_left(locked: Sandbox) -> None:
    """After hostile runs the judge holds what it held before."""
    run_one(locked, "def f():\n    return 1")
    before = traces.descriptors()
    for body, _ in ENDS.values():
        if "sleep" not in body and "while" not in body:
            run_one(locked, f"def f():\n    {body}\n", limits=SHORT)
    assert traces.descriptors() - before == Counter()
