"""A child learns nothing about other processes, not even how many there were before it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pytest

from grader.model.outcome import Ending
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from tests.sandbox.programs import SHORT, call, program, run_all, run_one


@pytest.fixture(scope="module")
def crowded() -> Iterator[Sandbox]:
    """Without namespaces a child is one of the machine's processes, with a large id of its own."""
    with open_sandbox("forked", ("namespaces", "user")) as opened:
        yield opened


CLOCKS = """
import time

def answers(read, clock):
    try:
        read(clock)
        return True
    except OSError:
        return False

def f(kind):
    read = {"get": time.clock_gettime, "resolution": time.clock_getres}[kind]
    others = [n for pid in range(1, 40000) for n in ((~pid << 3) | 2, (~pid << 3) | 6)]
    own = [time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_PROCESS_CPUTIME_ID,
           time.CLOCK_THREAD_CPUTIME_ID, -6, -2]
    return sum(answers(read, n) for n in others), [answers(read, n) for n in own]
"""


@pytest.mark.parametrize("kind", ["get", "resolution"])
def test_readable_clocks(crowded: Sandbox, kind: str) -> None:
    """Every process id has a processor clock; asking for them all lists the machine's processes."""
    assert run_one(crowded, CLOCKS, kind).value == (0, [True] * 6)


def test_sleeping_by_another_clock(crowded: Sandbox) -> None:
    """Sleeping until a moment of process 1's clock would tell whether there is such a clock."""
    source = """
import ctypes

def f():
    libc = ctypes.CDLL(None, use_errno=True)
    moment = (ctypes.c_long * 2)(0, 0)
    codes = [libc.clock_nanosleep(clock, 1, moment, None) for clock in ((~1 << 3) | 2, 1)]
    return codes
"""
    assert run_one(crowded, source).value == [22, 0]


IDS = """
import os, threading

def f():
    return [os.getpid(), os.getppid(), threading.get_native_id()]
"""


def test_ids_are_zero(crowded: Sandbox) -> None:
    """Ids count the children that earlier submissions needed, which is how their cases ended."""
    assert run_one(crowded, IDS).value == [0, 0, 0]


ASKS = """
import ctypes, os

def asks(what):
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    word = ctypes.c_int(0)
    buffer = ctypes.create_string_buffer(256)
    machine = os.uname_machine
    x86 = machine == "x86_64"
    numbers = {
        "a lock that holds its owner": ((202, 98), (ctypes.byref(word), 6, 0, None)),
        "one that is tried": ((202, 98), (ctypes.byref(word), 8 | 128, 0, None)),
        "one by the monotonic clock": ((202, 98), (ctypes.byref(word), 13, 0, None)),
        "where to clear the id": ((218, 96), (ctypes.byref(word),)),
        "the process group": ((121, 155), (0,)),
        "the session": ((124, 156), (0,)),
        "the parent's processors": ((204, 123), (1, 256, buffer)),
        "the parent's priority": ((140, 141), (0, 1)),
        "the parent's scheduler": ((145, 120), (1,)),
        "the parent's limits": ((302, 261), (1, 7, None, buffer)),
        "the parent's capabilities": ((125, 90), (buffer, None)),
        "the parent's locks": ((274, 100), (1, buffer, buffer)),
        "the parent's pages": ((279, 239), (1, 0, None, None, None, 0)),
        "comparing two processes": ((312, 272), (1, 1, 0, 0, 0)),
        "the system's load": ((99, 179), (buffer,)),
        "which pages are in memory": ((27, 232), (None, 0, None)),
        "a timer on another's clock": ((222, 107), (-14, None, buffer)),
        "a descriptor of the parent": ((434, 434), (1, 0)),
    }
    number, arguments = numbers[what]
    result = call(number[0 if x86 else 1], *arguments)
    return [result, word.value, any(buffer.raw)]

def f(machine, names):
    os.uname_machine = machine
    return {name: asks(name) for name in names}
"""
QUESTIONS = (
    "a lock that holds its owner", "one that is tried", "one by the monotonic clock",
    "where to clear the id", "the process group", "the session", "the parent's processors",
    "the parent's priority", "the parent's scheduler", "the parent's limits",
    "the parent's capabilities", "the parent's locks", "the parent's pages",
    "comparing two processes", "the system's load", "which pages are in memory",
    "a timer on another's clock", "a descriptor of the parent",
)  # fmt: skip


def test_system_calls_about_other_processes(crowded: Sandbox) -> None:
    """Each is refused, and writes neither an id nor anything else."""
    import platform

    answers = run_one(crowded, ASKS, platform.machine(), list(QUESTIONS)).value
    assert answers == {question: [-1, 0, False] for question in QUESTIONS}


def test_permitted_calls_work(crowded: Sandbox) -> None:
    """What is restricted still serves honest code."""
    source = """
import os, threading, time, logging, tempfile, uuid

def f():
    lock, condition = threading.Lock(), threading.Condition()
    with lock:
        waited = lock.acquire(timeout=0.01)
    with condition:
        notified = condition.wait(0.01)
    return [waited, notified, len(os.sched_getaffinity(0)) > 0, time.perf_counter() > 0,
            time.process_time() >= 0, time.thread_time() >= 0, len(str(uuid.uuid4()))]
"""
    assert run_one(crowded, source).value == [False, False, True, True, True, True, 36]


MEMORY = """
import ctypes, struct, sys, threading

def f(size):
    words = ctypes.string_at(threading.get_ident(), size)
    frame, numbers = sys._getframe(), []
    while frame:
        for value in frame.f_locals.values():
            if isinstance(value, int):
                numbers.append(value)
            elif isinstance(value, bytes) and len(value) < 200:
                numbers += [n for at in range(4) for (n,) in struct.iter_unpack("<I", value[at : at + (len(value) - at) // 4 * 4])]
        frame = frame.f_back
    return words, [n for n in numbers if 0 <= n < 2**32]
"""


def test_no_id_in_memory(crowded: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its own id, beside its thread's stack, nor earlier ones, in the zygote's frames."""
    spawner, numbers = crowded._spawner, []
    spawn = spawner.spawn

    def noted(*libraries: object) -> object:
        handle = spawn(*libraries)
        numbers.append(handle._number)
        return handle

    monkeypatch.setattr(spawner, "spawn", noted)
    for _ in range(3):
        outcome = crowded.run(program(MEMORY), [call("f", 2300)], SHORT).outcomes["f"]
        assert outcome.ending is Ending.RETURNED
        memory, found = outcome.value
        words = {word for (word,) in struct.iter_unpack("<i", memory)}
        assert not set(numbers) & (words | set(found))
    assert len(set(numbers)) >= 3


def test_earlier_endings_are_invisible(locked: Sandbox) -> None:
    """The same answer, whether the one before needed a single child or one for each case."""
    run_all(locked, "def f():\n    return 1", call("f"))
    before = run_one(locked, IDS).value
    dies = [call("f", case=str(n)) for n in range(5)]
    run_all(locked, "import os\ndef f():\n    os._exit(1)", *dies)
    assert run_one(locked, IDS).value == before


def test_collector_counts_are_equal(locked: Sandbox) -> None:
    """Its counts are inherited: they must not tell how many children were forked before."""
    source = "import gc\nAT_START = gc.get_count()\ndef f():\n    return AT_START\n"
    run_one(locked, source)
    assert len({run_one(locked, source).value for _ in range(4)}) == 1
