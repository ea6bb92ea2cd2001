"""How long an author's function may take: one that loops or waits for ever would say nothing.

Judged by this process's own processor, and by whether it wants one, so that a loaded machine ends nobody's work.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from grader.model.declaration import Where
from grader.util.errors import AuthorError

AUTHOR_SECONDS = 60.0
"""Of processor time, or of waiting, for one function of an author's: a thousand times what any needs."""
_WAITING = 0.05
"""Who wants the processor for a smaller share of the time than this waits: it sleeps between looks, say."""


@contextlib.contextmanager
def author_time(where: Where | Path | None, what: str) -> Iterator[None]:
    """End an author's function that takes too much processor time, or that waits too long.

    Looked at again and again by a timer, where Python has one, and in a main thread. One call into compiled
    code that never returns (``10**10**10``) is not ended.

    Raises AuthorError.
    """
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or not hasattr(signal, "setitimer"):
        yield
        return
    began = time.process_time()
    wanted, since = _wanted(), time.monotonic()

    def look(signum: int, frame: object) -> None:
        nonlocal wanted, since
        if time.process_time() - began > AUTHOR_SECONDS:
            raise AuthorError(
                f"{where}: {what} takes more than {AUTHOR_SECONDS:g} seconds of processor time",
                "does it loop for ever? If not, draw less, or compute it once and write it down",
            )
        now, wants = time.monotonic(), _wanted()
        if wants - wanted > _WAITING * (now - since):
            wanted, since = wants, now
        elif now - since > AUTHOR_SECONDS:
            raise AuthorError(
                f"{where}: {what} waits, and has done nothing for {AUTHOR_SECONDS:g} seconds",
                "does it sleep, or wait for input, a lock or the network? It may need nothing but rng",
            )

    every = min(1.0, AUTHOR_SECONDS / 4)
    handler = signal.signal(signal.SIGALRM, look)
    timer = signal.setitimer(signal.ITIMER_REAL, every, every)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)


def _wanted() -> float:
    """For how many seconds this thread has run, or was ready to run and had no processor."""
    try:
        ran, was_ready = Path("/proc/thread-self/schedstat").read_text("ascii").split()[:2]
    except (OSError, ValueError):  # no Linux, or one that does not count
        return time.thread_time()
    return (int(ran) + int(was_ready)) / 1e9
