"""Writes what the ablation found as a page: which layer stops which attack."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from tests.hostile.attacks import FAMILIES, SUBMISSIONS, all_attacks, read_attack

PAGE = Path(__file__).parents[2] / "docs" / "isolation.md"

_HEAD = """\
# Which layer stops which attack

Made by `make ablation`, which runs every file under `tests/hostile/submissions/` against a
deliberately naive grader (`tests/hostile/naive.py`: it imports the file, and judges in the same
process) and against ours, whole and with layers left out. This page is its output{run}
(`python -m tests.hostile.ablation --new` adds the attacks that are not in it yet).

An empty cell means that the attack did no more than a wrong answer does. A row without a word aims
at what only ours has: right helpers, one answer a case, a child for public and hidden cases. Otherwise:

| word | what the attack did |
|---|---|
| forges | it got a point that it should not |
| leaks | the student was shown something of a hidden case |
| misleads | characters that deceive reached a reader |
| reaches | it got hold of what lies outside: a file, a socket, another process, a system call |
| writes | it left a file |
| survives | it left a process |
| hangs | there was no verdict within the time that the limits allow |
| no verdict | the grader ended, or was made to give up |
| exhausts, floods | more than 300 MB of memory; megabytes of output |

## What each layer is worth alone

{layers}

Layers cover for each other, on purpose: a mistake in one must not be the end of it. What stops
the *forge* family, whatever layer is left out, is none of these but the shape of the whole: the
verdict is made in a process where no student code ever ran, from data that cannot execute.
"""

_REASONS = {
    "seccomp": (
        "seccomp",
        "An allow-list of system calls: the layer that stops most. With it alone no file, socket, "
        "process or signal is within reach.",
    ),
    "no Landlock": (
        "Landlock",
        "No path may be opened. Stops nothing alone as long as seccomp refuses every call that takes "
        "a path; without seccomp it is what keeps files closed. Kept since a call that the filter "
        "lets through by mistake, or a kernel's new one, still finds no path.",
    ),
    "no user": (
        "another user",
        "Where the judge is root, the child becomes nobody. Stops nothing alone; without seccomp it "
        "is what makes the limit on processes count (root is exempt) and keeps other users' "
        "processes and files out of reach. Kept because it costs one system call.",
    ),
    "no namespaces": (
        "namespaces",
        "Process, network and IPC namespaces of its own. Stop nothing alone; without seccomp they "
        "are what sees to it that whatever was left dies with the zygote, and that no network is "
        "there. Kept since they cost a child nothing; where they are not allowed, the rest holds.",
    ),
}
_COLUMNS = {
    "no seccomp": "seccomp",
    "no Landlock": "no Landlock",
    "no user": "no user",
    "no namespaces": "no namespaces",
}


def write_table(found: dict[str, dict[str, str]]) -> None:
    parts = [_HEAD.format(run=_run(), layers=_layers(found))]
    columns = list(next(iter(found.values())))
    parts.append("## Every attack\n")
    for family in FAMILIES:
        rows = {name: by for name, by in found.items() if name.startswith(f"{family}/")}
        parts.append(f"### {family} ({len(rows)})\n")
        parts.append("| | tries | " + " | ".join(columns) + " |\n|---|---|" + "---|" * len(columns))
        for name, by in rows.items():
            short = name.partition("/")[2]
            parts.append(
                f"| {short} | {_tries(name)} | " + " | ".join(by[c] for c in columns) + " |"
            )
        parts.append("")
    PAGE.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")


def read_table() -> dict[str, dict[str, str]]:
    """What the page says of each attack: configuration -> what it did."""
    found: dict[str, dict[str, str]] = {}
    family, columns = "", []
    for line in PAGE.read_text("utf-8").partition("## Every attack")[2].splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if line.startswith("### "):
            family = line.split()[1]
        elif cells[1:2] == ["tries"]:
            columns = cells[2:]
        elif cells and not line.startswith("|---"):
            found[f"{family}/{cells[0]}"] = dict(zip(columns, cells[2:], strict=True))
    return found


def _run() -> str:
    user = "root" if os.geteuid() == 0 else "a plain user"
    python = ".".join(map(str, sys.version_info[:2]))
    later = [f"{a.name} ({'.'.join(map(str, a.since))})" for a in all_attacks() if not a.possible]
    told = f", as {user}, with Python {python}"
    if later:
        told += f"; attacks on what came with a later one are not in it: {', '.join(later)}"
    return told


def _layers(found: dict[str, dict[str, str]]) -> str:
    lines = ["| left out | attacks that succeed then | why it is there |", "|---|---|---|"]
    total = len(found)
    naive = sum(1 for by in found.values() if by["naive"])
    lines.append(f"| everything (the naive grader) | {naive} of {total} | |")
    for column, key in _COLUMNS.items():
        succeeded = sum(1 for by in found.values() if by[column])
        lines.append(f"| {_REASONS[key][0]} | {succeeded} | {_REASONS[key][1]} |")
    for column in next(iter(found.values())):
        if column not in _COLUMNS and column not in ("naive", "whole"):
            succeeded = sum(1 for by in found.values() if by[column])
            lines.append(f"| {column} | {succeeded} | |")
    whole = sum(1 for by in found.values() if by["whole"])
    lines.append(f"| nothing | {whole} | |")
    return "\n".join(lines)


def _tries(name: str) -> str:
    path = next(SUBMISSIONS.glob(f"{name}.*"))
    return read_attack(path).tries.replace("|", "\\|")
