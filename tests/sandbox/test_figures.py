"""What a call draws with matplotlib comes back as data, and a student reads what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader import wire
from grader.comparison.compare import compare
from grader.model.exercise import Call, Limits, Tolerance
from grader.model.observation import Observed
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Request, Sandbox
from grader.values import arrays, map_leaves
from grader.values.types.figures import Drawings
from tests.sandbox.programs import program

BEFORE = "import io\nimport matplotlib.pyplot as plt\nx = np.arange(5.0)\nplt.plot([9, 9])\n"
CURVES = """
plt.plot(x, x**2, label="square")
plt.plot(x, x, "--", color="red", label="line")
plt.xlabel("x"); plt.ylabel("y"); plt.title("Two curves"); plt.legend(); plt.yscale("log")
"""
BARS = "plt.bar(['a', 'b'], [1, 2])\n"
GRID = "fig, ax = plt.subplots(1, 2)\nax[0].plot(x)\nax[1].scatter(x, x, c=x)\nax[1].set_title('dots')\n"
DRAWN = {
    "curves": CURVES,
    "in another order": """
plt.semilogy(x, x, label="line"); plt.plot(x, x * x, label="square")
plt.legend(loc="upper left"); plt.title("two curves "); plt.xlabel("x"); plt.ylabel("y")
plt.tight_layout(); plt.savefig("curves.png"); plt.savefig(io.BytesIO()); plt.show()
""",
    "as a returned figure": "from matplotlib.figure import Figure\nfig, plt_ = plt.subplots()\nplt.figure()\n"
    + CURVES.replace("plt.x", "plt_.set_x").replace("plt.y", "plt_.set_y").replace("plt.t", "plt_.set_t").replace("plt.", "plt_.")
    + "\nreturn fig",
    "no figure": "pass",
    "half of it": CURVES.replace("plt.plot(x, x, ", "plt.plot(x[:3], x[:3], "),
    "another value": CURVES.replace("x**2", "x**2 + (x == 3)"),
    "one line": CURVES.replace('plt.plot(x, x, "--", color="red", label="line")', ""),
    "no label": CURVES.replace('plt.xlabel("x"); ', ""),
    "another title": CURVES.replace("Two curves", "Curves"),
    "no legend": CURVES.replace("plt.legend(); ", ""),
    "linear": CURVES.replace('; plt.yscale("log")', ""),
    "two figures": CURVES + "plt.figure()\n",
    "bars": BARS,
    "bars by numbers": "plt.bar(range(2), [1, 2], width=0.4, tick_label=['a', 'b'], color='k')",
    "other names": "plt.bar(['a', 'c'], [1, 2])",
    "horizontal bars": "plt.barh(['a', 'b'], [1, 2])",
    "a line for bars": "plt.plot(['a', 'b'], [1, 2])",
    "subplots": GRID,
    "another dot": GRID.replace("scatter(x, x,", "scatter(x, x[::-1],"),
    "one subplot": "plt.plot(x)",
    "an image": "plt.imshow(np.arange(6.0).reshape(2, 3)); plt.colorbar()",
    "another image": "plt.imshow(np.arange(6.0).reshape(2, 3) + np.eye(2, 3)); plt.colorbar()",
    "limits": "plt.plot(x); plt.xlim(0, 2)",
    "no limits": "plt.plot(x)",
    "much": "plt.hist(x, bins=3); plt.fill_between(x, x); plt.pie([1, 3]); plt.text(0, 0, 'here'); plt.axvline(1)",
    "in space": "plt.figure().add_subplot(projection='3d').plot(x, x, x)",
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(locked: Sandbox) -> dict[str, Drawings]:
    """Name -> what came back of that call; all calls are made in one child."""
    functions = [
        f"def draw{n}():\n" + "".join(f"    {line}\n" for line in text.strip().splitlines())
        for n, text in enumerate(DRAWN.values())
    ]
    source = replace(program(BEFORE + "\n".join(functions)), libraries=("matplotlib",))
    observed = Observed(compares=("figure",))
    requests = [
        Request(name, Call(f"draw{n}", {}, 0, observed=observed)) for n, name in enumerate(DRAWN)
    ]
    outcomes = locked.run(source, requests, Limits()).outcomes
    assert {name: o for name, o in outcomes.items() if o.ending is not Ending.RETURNED} == {}
    return {name: outcome.value["figure"] for name, outcome in outcomes.items()}


def told(expected: Drawings, actual: Drawings, **options: Any) -> str | None:
    difference = compare(expected, actual, Tolerance(**options))
    return None if difference is None else difference.text


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("curves", "in another order"),
        ("curves", "as a returned figure"),
        ("bars", "bars by numbers"),
        ("no limits", "limits"),
        *((name, name) for name in DRAWN),
    ],
)
def test_what_is_accepted(drawn: dict[str, Drawings], expected: str, actual: str) -> None:
    """Order, colour, style and capital letters do not count; nor does what nobody asked for."""
    assert told(drawn[expected], drawn[actual]) is None


@pytest.mark.parametrize(
    ("expected", "actual", "text"),
    [
        ("curves", "no figure", "No figure was drawn."),
        ("curves", "half of it", "Line 2 has 3 points, expected 5."),
        ("curves", "another value", "Line 1: the y of point 4 is 10, expected 9 (1 of 5 entries differ)."),
        ("curves", "one line", "The figure has 1 line, expected 2."),
        ("curves", "no label", "The x label is missing, expected 'x'."),
        ("curves", "another title", "The title is 'Curves', expected 'Two curves'."),
        ("curves", "no legend", "The legend is missing."),
        ("curves", "linear", "The y axis has a linear scale, expected a log scale."),
        ("curves", "two figures", "2 figures were drawn, expected 1."),
        ("bars", "other names", "The x axis has the ticks 'a', 'c', expected 'a', 'b'."),
        ("bars", "horizontal bars", "The group of bars is horizontal, expected vertical bars."),
        ("bars", "a line for bars", "The figure has no group of bars, expected 1."),
        ("subplots", "another dot", "The group of points of subplot 2: the y of point 1 is 4, expected 0 (4 of 5 entries differ)."),
        ("subplots", "one subplot", "The figure has 1 subplot, expected 2."),
        ("an image", "another image", "The image: the value at row 0, column 0 is 1, expected 0 (2 of 6 entries differ)."),
        ("limits", "no limits", "The x axis has the limits that follow the data, expected 0 to 2."),
    ],
)  # fmt: skip
def test_sentences(drawn: dict[str, Drawings], expected: str, actual: str, text: str) -> None:
    """A student reads what of the plot differs, and both sides."""
    assert told(drawn[expected], drawn[actual]) == text


def test_what_the_author_frees(drawn: dict[str, Drawings]) -> None:
    """A title, labels, a legend, scales or limits that do not count."""
    for name, word in {
        "another title": "title", "no label": "axis labels", "no legend": "legend", "linear": "scales",
    }.items():  # fmt: skip
        assert told(drawn["curves"], drawn[name], ignores=(word,)) is None
    assert told(drawn["limits"], drawn["no limits"], ignores=("limits",)) is None
    assert told(drawn["bars"], drawn["other names"], ignores=("ticks",)) is None


@pytest.mark.parametrize("name", DRAWN)
def test_figures_as_values(drawn: dict[str, Drawings], name: str) -> None:
    """A figure is sent again without loss, and its numbers are found like any others."""
    message = wire.encode(drawn[name])
    assert wire.encode(wire.decode(message)) == message
    assert wire.encode(map_leaves(lambda leaf: leaf, drawn[name])) == message
    assert any(arrays(drawn[name])) is (name != "no figure")


SIDES = [["", "linear", None, None]] * 2
UNFIT: dict[str, Any] = {
    "no list": {"a": 1},
    "a title of bytes": [[b"", []]],
    "one axis": [["", [["", SIDES[:1], None, [], []]]]],
    "no such item": [["", [["", SIDES, None, [], [["code", "", {"x": np.ones(1)}]]]]]],
    "other arrays": [["", [["", SIDES, None, [], [["line", "", {"x": np.ones(1)}]]]]]],
    "two lengths": [["", [["", SIDES, None, [], [["line", "", {"x": np.ones(1), "y": np.ones(2)}]]]]]],
    "texts for numbers": [["", [["", SIDES, None, [], [["image", "", {"values": np.array([["a"]])}]]]]]],
    "limits of text": [["", [["", [["", "linear", ("a", "b"), None]] * 2, None, [], []]]]],
}  # fmt: skip


@pytest.mark.parametrize("what", UNFIT)
def test_unfit_data(what: str) -> None:
    """Whatever a hostile process sends, the reader answers with its own error."""
    message = b"v" + (7).to_bytes(4, "little") + b"figures" + wire.encode(UNFIT[what])
    with pytest.raises(wire.WireError):
        wire.decode(message)
