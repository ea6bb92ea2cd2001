"""Runs the child's own code a few times in the zygote, on a sample, before any child is forked.

Python rewrites the code of a function that runs often into a quicker form, in place. Done here it
is done once; done in a child it is done, and its memory copied, for every submission.
"""

from __future__ import annotations

import marshal
import os
import random
import sys
from typing import Any

import numpy as np

from grader import wire
from grader.sandbox.child.call_environment import STUDENT
from grader.sandbox.child.request_loop import serve
from grader.wire.framing import CALL, LOAD, TOKEN_BYTES, write_frame

_ROUNDS = 12
_SAMPLE = """
import numpy as np

def combine(table, rate):
    total = {key: np.dot(value, value.T) * rate for key, value in table.items()}
    print(len(total))
    return total, [float(np.sum(value)) for value in total.values()], np.float64(1), None

def fails(x):
    raise ValueError(np.zeros(2) + x)
"""


def warm_up() -> None:
    """Have the child's end answer a conversation of this process with itself."""
    urandom = os.urandom
    table = {"W1": np.ones((2, 3)), "b1": np.ones((2, 1))}
    requests = [wire.encode({}), _load()]
    for _ in range(_ROUNDS):
        requests += [_call("combine", table=table, rate=0.5), _call("fails", x=np.ones(2))]
    asked, answered = os.pipe(), os.pipe()
    for request in requests:  # all of it fits into a pipe
        write_frame(asked[1], request)
    os.close(asked[1])
    serve(asked[0], answered[1], lambda settings: None)
    for descriptor in (asked[0], *answered):
        os.close(descriptor)
    os.urandom = random._urandom = urandom  # type: ignore[attr-defined]
    del sys.modules[STUDENT]


def _load() -> bytes:
    code = marshal.dumps(compile(_SAMPLE, "sample.py", "exec"))
    return LOAD + marshal.dumps(("", [code], [], [], {}, [], ["combine", "fails"]))


def _call(function: str, **arguments: Any) -> bytes:
    call = {
        "function": function,
        "names": list(arguments),
        "positional": [wire.encode(value) for value in arguments.values()],
        "named": {},
        "seed": 0,
        "replacements": None,
        "result_bytes": 1 << 20,
        "output_chars": 100,
    }
    return CALL + bytes(TOKEN_BYTES) + marshal.dumps(call)
