"""The list of layers is what the zygote, the probes and `grader doctor` go by."""

from __future__ import annotations

import pytest

from grader.sandbox import open_sandbox
from grader.sandbox.judge.probes import layer_findings
from grader.sandbox.judge.sandbox import Sandbox
from grader.sandbox.lockdown.layers import LAYERS


def test_names_are_unique() -> None:
    """Of the layers, of their parts in reports, and of their probes."""
    for names in (
        [layer.name for layer in LAYERS],
        [name for layer in LAYERS for name in layer.names],
        [probe.name for layer in LAYERS for probe in layer.probes],
    ):
        assert len(set(names)) == len(names)


def test_every_probe_is_refused(locked: Sandbox) -> None:
    """The level is named by what the probes of all layers found."""
    probes = {probe.name for layer in LAYERS for probe in layer.probes}
    assert locked.isolation.level == "locked"
    assert dict(locked.isolation.refused) == dict.fromkeys(probes, True)


@pytest.mark.parametrize("name", ["landlock", "user", "namespaces", "limits"])
def test_skipped_layer_is_reported_missing(locked: Sandbox, name: str) -> None:
    """It is in no report, and doctor says what to do; the other layers are in force as before."""
    layer = next(layer for layer in LAYERS if layer.name == name)
    with open_sandbox("forked", [name]) as poorer:
        assert set(locked.layers) - set(poorer.layers) <= set(layer.names)
        assert not set(layer.names) & set(poorer.layers)
        rows = {row.layer: row for row in layer_findings(poorer.layers)}
    assert [row.layer for row in rows.values()] == [layer.title for layer in LAYERS]
    assert not rows[layer.title].in_force
    assert rows[layer.title].advice


def test_layers_in_force_need_no_advice() -> None:
    """Where everything is there, doctor advises nothing."""
    names = [name for layer in LAYERS for name in layer.names]
    assert [row.advice for row in layer_findings(names)] == [""] * len(LAYERS)
