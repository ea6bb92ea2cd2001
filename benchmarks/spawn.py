"""What a locked-down child costs beside a bare fork, measured in turns in one run.

    python -m benchmarks.spawn [ROUNDS]

Both sides run the same function once on the same input and hand its result back: the floor in a
bare fork of this NumPy-warm process, over a pipe, without any safety; ours in the sandbox with
every layer that this machine has. Prints medians with their spread, and the ratio of each turn.
"""

from __future__ import annotations

import marshal
import os
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from grader import wire
from grader.model.exercise import Call, Limits
from grader.model.submission import Program, Statement
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Request, Sandbox

SOURCE = """
import numpy as np

def forward(X, W, b):
    return np.maximum(0, np.dot(W, X) + b)
"""


def bare_fork(code: bytes, arguments: dict[str, np.ndarray]) -> np.ndarray:
    """Fork, execute the student's file, call the function, send the bytes back. The floor."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        namespace: dict[str, object] = {}
        exec(marshal.loads(code), namespace)
        result = namespace["forward"](*arguments.values())  # type: ignore[operator]
        os.write(writer, result.tobytes())
        os._exit(0)
    os.close(writer)
    data = os.read(reader, 1 << 16)
    os.close(reader)
    os.waitpid(pid, 0)
    return np.frombuffer(data)


def sandboxed(sandbox: Sandbox, code: bytes, arguments: dict[str, np.ndarray]) -> np.ndarray:
    program = Program((Statement(code, "submission.py", 1),))
    request = Request("case", Call("forward", arguments, 3))
    return sandbox.run(program, [request], Limits()).outcomes["case"].value


def main(rounds: int) -> None:
    code = marshal.dumps(compile(SOURCE, "submission.py", "exec"))
    rng = np.random.RandomState(0)
    arguments = {"X": rng.randn(4, 5), "W": rng.randn(3, 4), "b": rng.randn(3, 1)}
    wire.encode(arguments)
    with open_sandbox() as sandbox:
        print(f"isolation: {sandbox.isolation.level} ({', '.join(sandbox.isolation.layers)})")
        sides: dict[str, Callable[[], object]] = {
            "bare fork": lambda: bare_fork(code, arguments),
            "locked-down child": lambda: sandboxed(sandbox, code, arguments),
        }
        seconds: dict[str, list[float]] = {name: [] for name in sides}
        for turn in range(rounds + 5):
            for name, side in sides.items():
                started = time.perf_counter()
                side()
                if turn >= 5:  # the first turns warm up
                    seconds[name].append(time.perf_counter() - started)
    for name, values in seconds.items():
        low, middle, high = np.percentile(values, [10, 50, 90]) * 1e3
        print(f"{name:18} median {middle:.2f} ms   (10 % to 90 %: {low:.2f} to {high:.2f})")
    ratios = [b / a for a, b in zip(*seconds.values(), strict=True)]
    print(f"ratio, turn by turn: median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
