"""``grader grade`` with every layer of the sandbox left out: what they cost. Never for grading.

python -m benchmarks.unlocked PATH... --out DIR [as grader grade]
"""

from __future__ import annotations

import sys

from grader.cli.main import main
from grader.sandbox.judge import spawner
from grader.sandbox.judge.zygote_spawner import Zygote

LAYERS = frozenset({"user", "landlock", "seccomp", "namespaces"})

if __name__ == "__main__":
    spawner.choose_spawner = lambda *_: Zygote(LAYERS)  # type: ignore[assignment]
    raise SystemExit(main(["grade", *sys.argv[1:], "--allow-unsafe"]))
