"""Runs every attack against a naive grader and against our own with layers left out.

    python -m tests.hostile.ablation [NAME... | --new]

An attack counts only if it succeeds somewhere: it forges a point, gets hold of what it reaches
for, shows a student what is hidden, hangs, leaves something behind, or keeps a grader from
reaching a verdict. Those aside that aim at what only ours has. Writes the table
``docs/isolation.md`` when all attacks were run, and adds to it those that are not in it yet with
``--new``; exit code 1 when one succeeds against the whole, or nowhere. Takes some minutes. Run it
on a machine where nothing else matters: without its layers the sandbox is what the attacks say.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.sandbox import open_sandbox
from tests.hostile import naive, target, traces
from tests.hostile.attacks import WRONG, Attack, all_attacks, read_attack
from tests.hostile.table import read_table, write_table

CONFIGURATIONS = {
    "whole": (),
    "no seccomp": ("seccomp",),
    "no Landlock": ("landlock",),
    "no user": ("user",),
    "no namespaces": ("namespaces",),
    "no seccomp, Landlock": ("seccomp", "landlock"),
    "no seccomp, user": ("seccomp", "user"),
    "no seccomp, Landlock, user": ("seccomp", "landlock", "user"),
    "limits only": ("seccomp", "landlock", "user", "namespaces"),
    "fresh process": None,
}
_WATCHDOG = 20.0  # a grader that has no verdict by then hangs; the limits sum up to a tenth
_NAIVE_SECONDS = 3.0
_MUCH_MEMORY_KIB = 300 * 1024
_MUCH_OUTPUT = 2 * 10**6
# What they aim at is in no naive grader and in no layer: calls of right helpers, a second answer to
# a case, what is said of public cases after hidden ones, how much an error tells, signs and seeds of
# what is judged, and what students are told to have been given.
_OURS_ALONE = re.compile(
    r"/helper_|/call_|/input_by_the_clock$|/guess_|/hidden_in_|/bits_|/view_kept_silent$"
    r"|/judged_property_of_a_known_seed$|/judged_sign_of_everything$"
    r"|/answer_for_a_person$|/claims_another_variant$"
)


def main(names: list[str]) -> int:
    known = read_table() if names == ["--new"] else {}
    names = [a.name for a in all_attacks() if a.name not in known] if known else names
    chosen = [a for a in all_attacks() if not names or any(name in a.name for name in names)]
    attacks = [attack for attack in chosen if attack.possible]
    for attack in chosen:
        if not attack.possible:
            print(f"needs a newer Python: {attack.name}", file=sys.stderr)
    found: dict[str, dict[str, str]] = {attack.name: {} for attack in attacks}
    with tempfile.TemporaryDirectory(prefix="grader-naive-") as folder:
        os.chmod(folder, 0o755)
        solutions = _solutions(Path(folder))
        harmless = against_naive(read_attack(WRONG), solutions, Path(folder))
        if harmless:
            print(f"a wrong answer that means no harm counts as an attack: {harmless}")
            return 1
        for attack in attacks:
            found[attack.name]["naive"] = against_naive(attack, solutions, Path(folder))
            _tell(attack.name, "naive", found[attack.name]["naive"])
    for title in CONFIGURATIONS:
        for name, outcome in _against_ours(title, attacks):
            found[name][title] = outcome
            _tell(name, title, outcome)
    nowhere = [
        name
        for name, by in found.items()
        if not any(v for k, v in by.items() if k != "whole") and not _OURS_ALONE.search(name)
    ]
    through = [name for name, by in found.items() if by["whole"]]
    if known:
        every = known | found
        write_table({a.name: every[a.name] for a in all_attacks() if a.name in every})
    elif not names:
        write_table(found)
    for name in through:
        print(f"succeeds against the whole: {name}: {found[name]['whole']}")
    for name in nowhere:
        print(f"succeeds nowhere: {name}")
    return 1 if through or nowhere else 0


def _tell(name: str, title: str, outcome: str) -> None:
    if outcome:
        print(f"{title:28} {name:38} {outcome}", file=sys.stderr, flush=True)


# --- the naive grader ---------------------------------------------------------------------------


def _solutions(folder: Path) -> Path:
    with open_sandbox() as sandbox:
        exercise = target.prepared(sandbox, folder)
    cases = [
        {
            "name": case.name, "function": case.function, "points": int(case.points),
            "arguments": list(case.call.arguments.values()),
            "expected": case.expected["reference"], "replaces": case.call.replacements,
        }
        for case in exercise.cases
        if case.call.is_plain and not case.call.holds_functions  # all that a naive grader can do
    ]  # fmt: skip
    file = folder / naive.SOLUTIONS
    file.write_bytes(pickle.dumps({"cases": cases, "utilities": exercise.modules[0].source}))
    (folder / "canaries.json").write_text(json.dumps(sorted(target.canaries(exercise))))
    return file


def against_naive(attack: Attack, solutions: Path, parent: Path) -> str:
    """How the attack succeeds against the naive grader; empty when it does not."""
    traces.remove_marks()
    with tempfile.TemporaryDirectory(dir=parent) as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / naive.SOLUTIONS).write_bytes(solutions.read_bytes())
        (folder / attack.path.name).write_bytes(attack.path.read_bytes())
        command = [
            sys.executable,
            "-m",
            "tests.hostile.cage",
            name,
            attack.path.name,
            str(_NAIVE_SECONDS),
        ]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60
        )
        try:
            watched = json.loads(done.stdout)
        except ValueError:
            return "no verdict"
        canaries = json.loads((parent / "canaries.json").read_text())
        found = _signs_of_naive(attack, folder, watched, canaries)
    traces.remove_marks()
    return found


def _signs_of_naive(
    attack: Attack, folder: Path, watched: dict[str, int], canaries: list[str]
) -> str:
    if watched["peak_kib"] > _MUCH_MEMORY_KIB:
        return "exhausts"
    if watched["killed"]:
        return "hangs"
    if watched["survivors"]:
        return "survives"
    if traces.marks() or list(folder.glob(f"{traces.MARK}*")):
        return "writes"
    if any((folder / name).stat().st_size > _MUCH_OUTPUT for name in ("output.txt", "channel.txt")):
        return "floods"
    results = folder / naive.RESULTS
    try:
        text = results.read_text() if results.exists() else ""
        records = json.loads(text) if text else _streamed(folder)
        score = sum(record["points"] for record in records)
    except (ValueError, TypeError, KeyError):
        return "no verdict"
    said = " ".join(str(record.get("message", "")) for record in records)
    said += (folder / "output.txt").read_text("utf-8", "replace")  # shown beside the results
    if score > attack.score:
        return "forges"
    if target.BREACH in said:
        return "reaches"
    if any(canary in said for canary in canaries):
        return "leaks"
    if any(mark in said for mark in ("\x1b", "\u202e", "<script", "\x00", "\u200b", "Total: 17")):
        return "misleads"
    return "" if text else "no verdict"


def _streamed(folder: Path) -> list[dict[str, int]]:
    lines = (folder / "channel.txt").read_bytes().splitlines()
    return [json.loads(line) for line in lines if line.startswith(b"{")]


# --- our own, with and without its layers ---------------------------------------------------------


def _against_ours(title: str, attacks: list[Attack]) -> Iterator[tuple[str, str]]:
    """Grade in a process of its own, which is replaced whenever an attack ends or hangs it."""
    worker = None
    for attack in attacks:
        worker = worker or _worker(title)
        worker.stdin.write(f"{attack.path}\n")
        worker.stdin.flush()
        ready, _, _ = select.select([worker.stdout], [], [], _WATCHDOG)
        line = worker.stdout.readline() if ready else ""
        outcome = json.loads(line) if line else "no verdict" if ready else "hangs"
        yield attack.name, outcome
        if not line or outcome == "survives":  # what is left must not be held against the next
            worker.kill()
            worker.wait()
            worker = None
    if worker:
        worker.stdin.close()
        worker.wait()


def _worker(title: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.hostile.ablation", "--worker", title]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _work(title: str) -> None:
    skip = CONFIGURATIONS[title]
    opened = open_sandbox("fresh") if skip is None else open_sandbox("forked", skip)
    with tempfile.TemporaryDirectory() as name, opened as sandbox:
        exercise = target.prepared(sandbox, Path(name))
        canaries = target.canaries(exercise)
        for line in sys.stdin:
            attack = read_attack(Path(line.strip()))
            traces.remove_marks()
            zygote = sandbox.zygote_pid
            before = traces.relatives(zygote) if zygote else set()
            verdict = target.graded(attack.path, exercise, sandbox)
            left = bool(zygote and traces.left_over(zygote, before))
            print(json.dumps(_signs_of_ours(attack, verdict, canaries, left)), flush=True)


def _signs_of_ours(attack: Attack, verdict: target.Verdict, canaries: set[str], left: bool) -> str:
    if left:
        return "survives"
    if traces.marks():
        traces.remove_marks()
        return "writes"
    if verdict.report.score is None:
        return "no verdict"
    if verdict.report.score > attack.score:
        return "forges"
    if target.BREACH in verdict.said:
        return "reaches"
    if any(canary in verdict.told for canary in canaries):
        return "leaks"
    if any(mark in verdict.told for mark in ("\x1b", "\u202e", "\x00", "\u200b")):
        return "misleads"
    return ""


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        _work(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
