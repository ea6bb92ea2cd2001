"""PyTorch: tensors cross and are compared, a locked child can train, and the course's exercise holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from grader import wire
from grader.comparison.compare import compare
from grader.course.catalog import Course
from grader.model.exercise import Limits, Tolerance
from grader.model.outcome import Ending
from grader.sandbox import open_sandbox
from grader.sandbox.judge.sandbox import Sandbox
from grader.values import holds_opaque, literal
from grader.verify import verify_course
from tests.sandbox.programs import call, program

CHECKOUT = Path(__file__).parents[2]
TENSORS = {
    "floats": torch.arange(6.0).reshape(2, 3),
    "one number": torch.tensor(2.5, dtype=torch.float64),
    "integers": torch.tensor([1, 2]),
    "booleans": torch.tensor([True, False]),
    "complex numbers": torch.tensor([1j]),
    "half floats": torch.tensor([1.5], dtype=torch.bfloat16),
    "a parameter's data": torch.ones(2, requires_grad=True),
    "a view": torch.arange(6.0).reshape(2, 3).T[1:],
    "nothing": torch.zeros(0, 3),
}
USES = {
    "the check for a graphics card": "not torch.cuda.is_available()",
    "the usual device": "torch.ones(2, device='cuda' if torch.cuda.is_available() else 'cpu').sum() == 2",
    "a training step": "step(torch.optim.Adam) is not None and step(torch.optim.SGD) is not None",
    "a large product": "(torch.ones(300, 300) @ torch.ones(300, 300)).sum() == 300**3",
    "a convolution": "nn.Conv2d(1, 2, 3)(torch.ones(1, 1, 5, 5)).shape == (1, 2, 3, 3)",
    "batches": "len(list(DataLoader(TensorDataset(torch.ones(5, 2)), batch_size=2, shuffle=True))) == 3",
    "losses": "F.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 1])) > 1",
    "linear algebra": "torch.linalg.svd(torch.eye(3))[1].sum() == 3",
    "text": "'tensor' in repr(torch.ones(2)) and 'Linear' in str(nn.Linear(2, 2))",
    "a scheduler": "torch.optim.lr_scheduler.StepLR(torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1), 2) is not None",
}
BEFORE = """
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

def step(kind):
    model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Dropout(), nn.Linear(4, 1)).to(device)
    optimiser = kind(model.parameters(), lr=0.1)
    cost = nn.MSELoss()(model(torch.randn(8, 2)), torch.zeros(8, 1))
    optimiser.zero_grad()
    cost.backward()
    optimiser.step()
    return cost.item()

def drawn():
    return torch.randn(3)
"""  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox("forked") as opened:
        yield opened


@pytest.mark.parametrize("name", TENSORS)
def test_round_trip(name: str) -> None:
    """Judge and child have the same tensor, whichever of them sends it."""
    message = wire.encode(TENSORS[name])
    judges, childs = wire.decode(message), wire.decode(message, live=True)
    assert not holds_opaque(judges)
    assert wire.encode(judges) == wire.encode(childs) == message
    assert type(childs) is torch.Tensor and childs.dtype == TENSORS[name].dtype
    assert compare(judges, wire.decode(message), Tolerance()) is None
    written = wire.decode(wire.encode(eval(literal(judges), {"np": np})))
    assert compare(judges, written, Tolerance()) is None


def told(expected: Any, actual: Any, **options: Any) -> str | None:
    e, a = (wire.decode(wire.encode(value)) for value in (expected, actual))
    difference = compare(e, a, Tolerance(**options))
    return None if difference is None else difference.text


def test_sentences() -> None:
    """As of arrays; a tensor is asked for by its name."""
    floats = TENSORS["floats"]
    assert told(floats, floats + 1e-9) is None
    assert told(floats, floats.double()) is None
    assert told(floats, floats + 1) == "`result[0, 0]` is 1, expected 0 (6 of 6 entries differ)."
    assert told(floats, floats.T) == "The result has shape (3, 2), expected (2, 3)."
    assert told(floats, floats.long()) == "The result holds integers, expected floats."
    assert told(floats, floats.numpy()) == (
        "The result is an array of shape (2, 3), expected a tensor of shape (2, 3)."
    )
    assert told(floats, floats.double(), exact=("dtype",)) == (
        "The result is of dtype float64, expected float32."
    )
    assert told(floats, floats.clone().requires_grad_(True), exact=("gradient",)) is not None


def test_locked_child_can_train(sandbox: Sandbox) -> None:
    """Whatever PyTorch puts off until a first use is there; chance is seeded for every call."""
    functions = [f"def use{n}():\n    return bool({use})\n" for n, use in enumerate(USES.values())]
    source = replace(program(BEFORE + "".join(functions)), libraries=("torch",))
    requests = [call(f"use{n}") for n in range(len(USES))]
    requests += [call("drawn", case=case, seed=3) for case in ("once", "again")]
    outcomes = sandbox.run(source, requests, Limits()).outcomes
    found = {use: outcomes[f"use{n}"] for n, use in enumerate(USES)}
    assert {use: o for use, o in found.items() if o.value is not True} == {}
    assert all(outcomes[case].ending is Ending.RETURNED for case in ("once", "again"))
    assert compare(outcomes["once"].value, outcomes["again"].value, Tolerance()) is None


def test_exercise_holds() -> None:
    """`grader verify` finds nothing, and the exercise is one of the course's."""
    course = Course(CHECKOUT)
    assert "autograd_basics" in course.ids()
    failed = [c for c in verify_course(course, ["autograd_basics"], 1) if not c.passed]
    assert failed == []
