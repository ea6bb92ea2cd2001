"""What each layer of isolation is, how one knows that it is there, and what to do where it is not."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table: ``advice`` is empty where nothing needs to be done."""

    layer: str
    in_force: bool
    found: str
    advice: str


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    marks: tuple[str, ...]  # the sandbox names the layer by any of these
    found: str
    missing: str
    advice: str


_USER = "another user"
_LAYERS = (
    _Layer(
        "system calls (seccomp)", ("seccomp",),
        "the kernel took the filter; the probes below met it",
        "the kernel or the processor offers no filter that is known here",
        "use Linux on x86_64 or aarch64, in a container that does not forbid seccomp filters; "
        "without it only public cases should be graded",
    ),
    _Layer(
        "files (Landlock)", ("landlock",),
        "the kernel gave out a ruleset that allows no path",
        "the kernel gives out no ruleset",
        "a second layer: Linux 5.13 or later, with landlock in the kernel's lsm= list",
    ),
    _Layer(
        _USER, ("user",),
        "children give up root for nobody",
        "the judge is no root user, so there is no other user to become",
        "a second layer: nothing needs to be done; in a container, running as root adds it",
    ),
    _Layer(
        "namespaces", ("pid_namespace",),
        "the zygote is process 1 of its own namespaces: no network, no other process in sight",
        "the system refuses new namespaces to this user",
        "a second layer: allow user namespaces (kernel.unprivileged_userns_clone, AppArmor's "
        "restriction, or the container's options)",
    ),
    _Layer(
        "limits on memory and processor", ("limits",),
        "set in every child before it reads a byte",
        "this system has no such limits",
        "use Linux or macOS",
    ),
    _Layer(
        "no new privileges", ("no_new_privs",),
        "set in every child; no program can give it rights",
        "this system does not have it",
        "use Linux",
    ),
    _Layer(
        "a process of its own", ("fresh_process", "limits"),
        "student code never runs where it is judged, and is killed from outside",
        "", "",
    ),
)  # fmt: skip


def findings(layers: Collection[str]) -> list[Finding]:
    """The table for a sandbox that found ``layers`` to be there."""
    chosen = "fresh_process" in layers and sys.platform.startswith("linux")
    return [_finding(layer, layers, chosen) for layer in _LAYERS]


def _finding(layer: _Layer, layers: Collection[str], chosen: bool) -> Finding:
    if any(mark in layers for mark in layer.marks):
        return Finding(layer.name, True, layer.found, "")
    if chosen:  # everything may be there, and was not asked for
        return Finding(layer.name, False, "left out on demand", "unset GRADER_SANDBOX")
    missing = layer.missing
    if layer.name == _USER and os.name == "posix" and os.geteuid() == 0:
        missing = "this user namespace has no user nobody"
    return Finding(layer.name, False, missing, layer.advice)


def what_to_do(level_is_locked: bool) -> str:
    """One sentence for whoever only wants to know whether to go on."""
    if level_is_locked:
        return "Hidden cases can be graded here: student code reaches nothing outside."
    if sys.platform.startswith("linux"):
        return "Hidden cases are not graded here without --allow-unsafe; see the advice above."
    return "Hidden cases are not graded here without --allow-unsafe; use Linux, or a container with it."
