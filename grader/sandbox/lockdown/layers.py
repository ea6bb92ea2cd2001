"""The layers that lock a child down, as one list. The zygote, `grader doctor` and the probes read it.

To add a layer, add a `Layer` to `LAYERS`, and a module for its mechanism where that is more than a
few lines. This module is imported on every system; the functions of the layers run on Linux only
(`limit_resources` also on macOS).
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.sandbox.interpreter import virtual_size
from grader.sandbox.lockdown.kernel import (
    Apply,
    Settings,
    die_with_parent,
    set_dumpable,
    set_no_new_privileges,
)
from grader.sandbox.lockdown.landlock import prepare_landlock
from grader.sandbox.lockdown.namespaces import enter_namespaces
from grader.sandbox.lockdown.syscall_filter import prepare_filter

# Now: a child cannot import it any more.
resource: Any = importlib.import_module("resource") if os.name == "posix" else None

_NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Probe:
    """Something that a hostile submission would try.

    name    what it tries, in reports of `grader doctor`
    source  Python statements that raise where the attempt is refused. They may use ``os``, ``path``
            (a file that exists) and ``judge`` (the judge's process id).
    """

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One measure that takes rights away from a child.

    name     how it is left out (`open_sandbox`'s ``skip``) and, without ``reported``, how reports
             name it
    title    how `grader doctor` names it
    stops    what it does, where it is in force
    missing  why a system may not have it
    advice   what to do then
    prepare  called once in the zygote, before any child is forked. Returns what each child calls to put
             the layer in force for itself; None where this system does not have it.
    probes   attempts that it refuses: hidden cases are graded only where each of them is refused
    reported the names of its parts in reports, in place of ``name``; with none it is everywhere
    """

    name: str
    title: str
    stops: str
    missing: str
    advice: str
    prepare: Callable[[], Apply | None]
    probes: tuple[Probe, ...] = ()
    reported: tuple[str, ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,) if self.reported is None else self.reported


@dataclass(frozen=True, slots=True)
class Lockdown:
    """The layers that this system has, ready to be put in force.

    layers  their names in reports
    steps   what a child calls, in order
    """

    layers: tuple[str, ...]
    steps: tuple[Apply, ...]

    def apply(self, settings: Settings) -> None:
        """Lock the calling process down for good; raises OSError where a layer cannot be put in force."""
        for step in self.steps:
            step(settings)


def prepare(skip: Collection[str] = ()) -> Lockdown:
    """Prepare every layer that this kernel offers, once, before any child is forked.

    ``skip`` leaves layers out by name: to measure what each is worth, never for grading.
    """
    names: list[str] = []
    steps: list[Apply] = []
    for layer in LAYERS:
        step = None if layer.name in skip else layer.prepare()
        if step is not None:
            names += layer.names
            steps.append(step)
    return Lockdown(tuple(names), tuple(steps))


def limit_resources(settings: Settings) -> None:
    """Limit what this process may use, where the system has such limits."""
    if resource is None:
        return
    cpu = int(settings["cpu_seconds"]) + 1
    limits = {"RLIMIT_CPU": (cpu, cpu + 1)}
    names = ("RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE")
    limits |= dict.fromkeys(names, (0, 0))
    if sys.platform.startswith("linux"):
        # macOS counts gigabytes of reserved addresses as memory.
        memory = virtual_size() + int(settings["memory_bytes"])
        limits["RLIMIT_AS"] = (memory, memory)
    for name, limit in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), limit)
        except (AttributeError, OSError, ValueError):  # macOS knows fewer of them
            if sys.platform.startswith("linux"):
                raise


def _change_user() -> Apply | None:
    if os.geteuid() != 0 or not _is_mapped(_NOBODY):
        return None

    def become_nobody(settings: Settings) -> None:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)

    return become_nobody


def _is_mapped(uid: int) -> bool:
    """Whether a process in this user namespace can become ``uid``."""
    try:
        lines = Path("/proc/self/uid_map").read_text().splitlines()
        ranges = [tuple(map(int, line.split())) for line in lines]
    except (OSError, ValueError):
        return False
    return any(start <= uid < start + count for start, _, count in ranges)


def _end_with_zygote() -> Apply:
    zygote = os.getpid()

    def end_with_zygote(settings: Settings) -> None:
        die_with_parent()
        if os.getppid() != zygote:  # it died before that
            os._exit(1)
        set_dumpable(False)

    return end_with_zygote


# In the order in which they are prepared and put in force: namespaces move the zygote, a change of
# user clears what `die_with_parent` asks for, Landlock and the filter need no_new_privs, and the filter
# refuses what the others need.
LAYERS = (
    Layer(
        "namespaces", "namespaces",
        "the zygote is process 1 of its own namespaces: no network, no other process in sight",
        "the system refuses new namespaces to this user",
        "a second layer: allow user namespaces (kernel.unprivileged_userns_clone, AppArmor's "
        "restriction, or the container's options)",
        enter_namespaces,
        reported=("pid_namespace", "network_namespace", "ipc_namespace"),
    ),
    Layer(
        "limits", "limits on memory and processor",
        "set in every child before it reads a byte",
        "this system has no such limits",
        "use Linux or macOS",
        lambda: limit_resources if resource is not None else None,
    ),
    Layer(
        "user", "another user",
        "children give up root and become the user nobody",
        "the judge does not run as root, or this user namespace has no user nobody",
        "a second layer: nothing needs to be done; in a container, running as root adds it",
        _change_user,
    ),
    Layer(
        "no_new_privs", "no new privileges",
        "set in every child; no program can give it rights",
        "this system does not have it",
        "use Linux",
        lambda: lambda settings: set_no_new_privileges(),
    ),
    Layer(
        "own_process", "a process of its own",
        "student code never runs in the judge's process; the judge can end it at any time",
        "", "",
        _end_with_zygote,
        reported=(),
    ),
    Layer(
        "landlock", "files (Landlock)",
        "no path may be opened, and no connection made",
        "this kernel has no Landlock",
        "a second layer: Linux 5.13 or later, with landlock in the kernel's lsm= list",
        prepare_landlock,
    ),
    Layer(
        "seccomp", "system calls (seccomp)",
        "only computing and answering is allowed: no files, sockets, processes or signals",
        "this kernel or this processor has no filter that the grader can use",
        "use Linux on x86_64 or aarch64, in a container that does not forbid seccomp filters; "
        "without it only public cases should be graded",
        prepare_filter,
        (
            Probe("open_file", "open(path).close()"),
            Probe("list_folder", "os.listdir(os.path.dirname(path))"),
            Probe("stat_file", "os.stat(path)"),
            Probe(
                "write_file",
                "new = '/tmp/grader-probe-%d' % os.getpid()\n"
                "os.close(os.open(new, os.O_CREAT | os.O_WRONLY))\n"
                "os.unlink(new)",
            ),
            Probe("connect_socket", "import _socket\n_socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)"),
            Probe("fork", "child = os.fork()\nif child == 0:\n    os._exit(0)\nos.waitpid(child, 0)"),
            Probe("signal_parent", "os.kill(os.getppid() or judge, 0)"),
            Probe("read_parent_memory", "open('/proc/%d/mem' % judge, 'rb').close()"),
        ),
    ),
)  # fmt: skip
