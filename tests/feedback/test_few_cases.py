"""What a check says: its cases are public and few, so much explains them that hidden ones would refute."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.course.prepare import prepare
from grader.course.reference_program import program_of
from grader.diagnosis.candidates import CandidateSource
from grader.diagnosis.edits.search import EditSearch
from grader.inputs.case_texts import with_other_constants, words_told_apart
from grader.inputs.kinds import Kinds
from grader.model.exercise import Call
from grader.pipeline.grade import grade_program
from grader.sandbox.judge.sandbox import Sandbox
from tests.course.rewritten import source_of
from tests.feedback.conftest import Bench

REFERENCE = '''
import numpy as np


def total(weights):
    """Add the squared weights of all layers."""
    squares = 0.0
    for W in weights:
        squares = squares + np.sum(W ** 2)
    return squares


def gains(kinds):
    """Give the gain of every layer.

    kinds : list of "relu" or "tanh"
    """
    return np.array([2.0 if kind == "relu" else 1.0 for kind in kinds])


def curve(theta):
    return 3 * theta


def slope(theta, epsilon):
    return (curve(theta + epsilon) - curve(theta)) / epsilon


def shrunk(x, rate):
    return x * (1 - rate) ** 2
'''
EXERCISE = '''
import itertools

from grader.authoring import Exercise

exercise = Exercise(title="Layers", reference="layers.py")


def layers(rng, *widths):
    return [rng.normal(size=(after, before)) for before, after in itertools.pairwise(widths)]


@exercise.case("total", points=20, visibility="public", seed=1)
def two_layers(rng):
    """adds two layers"""
    return dict(weights=layers(rng, 2, 3, 4))


@exercise.case("total", points=30, seed=2)
def four_layers(rng):
    """adds all layers"""
    return dict(weights=layers(rng, 3, 2, 4, 2, 3))


@exercise.case("gains", points=20, visibility="public", seed=3)
def one_of_each(rng):
    """knows both"""
    return dict(kinds=["relu", "tanh"])


@exercise.case("gains", points=30, seed=4)
def three_kinds(rng):
    """looks at every layer"""
    return dict(kinds=["tanh", "tanh", "relu"])


@exercise.case("slope", points=20, visibility="public", seed=5)
def slope_of_a_line(rng):
    """steps along a line"""
    return dict(theta=1.5, epsilon=0.1)


@exercise.case("slope", points=30, seed=6, replaces="sine.py")
def slope_of_a_sine(rng):
    """steps along another curve"""
    return dict(theta=0.7, epsilon=0.2)


@exercise.case("shrunk", points=20, visibility="public", seed=7)
def shrunk_by_half(rng):
    """shrinks by half"""
    return dict(x=rng.normal(size=4), rate=0.5)


@exercise.case("shrunk", points=30, seed=8)
def shrunk_a_little(rng):
    """shrinks a little"""
    return dict(x=rng.normal(size=3), rate=0.1)


exercise.mistake("shrunk", "forgets_the_square", edit=("** 2", "** 1"), hint="Square the rest.")
exercise.mistake(
    "shrunk",
    "shrinks_by_the_rate",
    edit=("(1 - rate) ** 2", "rate"),
    hint="What is left is one minus the rate.",
)
exercise.mistake(
    "slope",
    "adds_the_points",
    edit=("curve(theta + epsilon) - curve(theta)", "curve(theta + epsilon + theta)"),
    hint="Take the curve at two points.",
)
exercise.mistake(
    "total",
    "leaves_out_the_last",
    edit=("in weights:", "in weights[:-1]:"),
    hint="The last layer counts as well.",
)
exercise.mistake(
    "gains", "goes_backwards", edit=("in kinds]", "in kinds[::-1]]"), hint="Begin with the first."
)
'''
SINE = "import numpy as np\n\n\ndef curve(theta):\n    return np.sin(theta)\n"
Named = Callable[[str], set[str | None]]


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    root = tmp_path_factory.mktemp("course")
    (root / "exercises" / "layers" / "support").mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "exercises" / "layers" / "exercise.py").write_text(EXERCISE)
    (root / "exercises" / "layers" / "support" / "sine.py").write_text(SINE)
    (root / "reference" / "layers.py").write_text(REFERENCE)
    return Course(root).definition("layers")


@pytest.fixture(scope="module")
def named(definition: Definition, sandbox: Sandbox) -> Named:
    """What a check says of a function that is written anew."""
    exercise = prepare(definition, sandbox, public_only=True)
    candidates = CandidateSource(definition, exercise, sandbox)

    def check(source: str) -> set[str | None]:
        text = REFERENCE + "\n\n" + source
        graded = grade_program(
            exercise, program_of({"a.py": text}, definition), sandbox, candidates
        )
        return {case.mistake for case in graded.result.cases if not case.status.is_right}

    return check


def test_a_declared_mistake_is_asked_about_more_layers(named: Named) -> None:
    """Only the first of two layers is every layer but the last; of three it is not."""
    last = "def total(weights):\n    return sum(float((W * W).sum()) for W in list(weights)[:-1])\n"
    assert named(last) == {"leaves_out_the_last"}
    first = "def total(weights):\n    return float((weights[0] * weights[0]).sum())\n"
    assert "leaves_out_the_last" not in named(first)


def test_a_declared_mistake_is_asked_about_other_options(named: Named) -> None:
    """Gains that are exchanged are the right ones backwards, where there is one layer of each kind."""
    backwards = (
        "def gains(kinds):\n    return np.array([1.0 + (k == 'relu') for k in reversed(kinds)])\n"
    )
    assert named(backwards) == {"goes_backwards"}
    exchanged = "def gains(kinds):\n    return np.array([2.0 - (k == 'relu') for k in kinds])\n"
    assert "goes_backwards" not in named(exchanged)


def test_a_declared_mistake_is_asked_about_other_helpers(named: Named) -> None:
    """Of a line it is the same whether points or values are added; of other curves it is not."""
    points = "def slope(theta, epsilon):\n    return curve(2 * theta + epsilon) / epsilon\n"
    assert named(points) == {"adds_the_points"}
    values = "def slope(theta, epsilon):\n    y = curve(theta) + curve(theta + epsilon)\n    return y / epsilon\n"
    assert named(values) == {"edit_wrong_operation"}


def test_inputs_choose_between_declared_mistakes(named: Named) -> None:
    """With a rate of a half both do the same, and both are a factor of two."""
    rest = "def shrunk(x, rate):\n    return x - x * rate\n"
    assert named(rest) == {"forgets_the_square"}
    rate = "def shrunk(x, rate):\n    return np.array([rate * value for value in x])\n"
    assert named(rate) == {"shrinks_by_the_rate"}
    neither = "def shrunk(x, rate):\n    return x * np.sqrt(rate) * np.sqrt(0.5)\n"
    assert not named(neither) & {"forgets_the_square", "shrinks_by_the_rate"}


def test_a_fixed_number_of_layers_is_no_missing_factor(bench: Bench) -> None:
    """Whoever writes L = 2 for half the number of parameters forgot no divisor."""
    source = source_of("deep_network", "L_model_forward", "has_two_layers")
    told = bench.named("deep_network", "L_model_forward", source, public_only=True)
    assert told == {"edit_parameter_ignored"}


def test_no_two_further_inputs_have_one_name(definition: Definition, sandbox: Sandbox) -> None:
    """What a function gave is known by an input's name: one with another's would speak for both."""
    search = EditSearch(definition, prepare(definition, sandbox), sandbox, public_only=True)
    names = [case.name for case in search.further_inputs("total")]
    assert len(names) == len(set(names)) > 200


@pytest.mark.parametrize(
    ("exercise", "function", "mistake"),
    [
        # An edit is closer to what is written, and does the same as the declared mistake on all cases.
        ("deep_network", "linear_backward", "db_is_flat"),
        # The declared mistake divides by a share that may be 0; what is written does not.
        ("dropout_network", "drop_units", "rescales_by_the_share_that_was_kept"),
        # Of a matrix without an inverse, rounding decides what the smallest eigenvalue is.
        ("descent_paths", "condition_number", "turns_the_ratio"),
        # Another slip does the same unless the rate is 0.
        ("descent_paths", "momentum_path", "forgets_one_minus_beta"),
        # A network whose last layer does not fit its labels is none.
        ("deep_network_application", "two_layer_model", "ignores_the_learning_rate"),
        # The one public result is ten times the right one.
        ("ridge_and_lasso", "best_lambda", "closes_the_gap"),
    ],
)
def test_a_declared_mistake_written_otherwise_keeps_its_hint(
    bench: Bench, exercise: str, function: str, mistake: str
) -> None:
    """A check says what the author wrote of a mistake, however a student writes it."""
    source = source_of(exercise, function, mistake)
    assert bench.named(exercise, function, source, public_only=True) == {mistake}


def test_case_functions_have_other_constants(definition: Definition) -> None:
    """There are more layers, fewer, and others, which fit each other as the author's do."""
    case = next(case for case in definition.cases if case.name == "two_layers")
    lengths, shapes = set(), set()
    for seed in range(30):
        changed = with_other_constants(case, np.random.RandomState(seed), ())
        if changed is None:  # this time all constants stay
            continue
        assert changed.make is not None
        weights = (changed.make(np.random.RandomState(seed)) or {})["weights"]
        lengths.add(len(weights))
        shapes |= {each.shape for each in weights}
        assert all(a.shape[0] == b.shape[1] for a, b in itertools.pairwise(weights))
    assert lengths >= {1, 2, 3, 4} and len(shapes) > 10


def test_inputs_keep_the_order_of_numbers() -> None:
    """There are no larger parts than the whole, and no batch is larger than the data."""

    def call(m: int, m_dev: int, m_test: int) -> Call:
        return Call("f", {"X": np.ones((1, m)), "m_dev": m_dev, "m_test": m_test}, 3)

    kinds = Kinds([call(7, 2, 3), call(8, 3, 2)])
    assert kinds.ask_for(call(5, 1, 3)) and kinds.ask_for(call(9, 4, 1))
    assert not kinds.ask_for(call(2, 3, 1)) and not kinds.ask_for(call(4, 3, 3))
    assert not kinds.ask_for(replace(call(7, 2, 3), arguments={"X": np.ones(7)}))


def test_a_network_ends_where_its_labels_do() -> None:
    """All cases have one label, so the last width stays 1; and the first is that of the inputs."""

    def call(*widths: int) -> Call:
        return Call("f", {"X": np.ones((widths[0], 5)), "layer_dims": widths}, 2)

    kinds = Kinds([call(4, 3, 1), call(2, 5, 2, 1)])
    assert kinds.ask_for(call(3, 2, 2, 1))
    assert not kinds.ask_for(call(3, 2, 2))
    other = replace(call(3, 2, 1), arguments={"X": np.ones((2, 5)), "layer_dims": (3, 2, 1)})
    assert not kinds.ask_for(other)


def test_a_tenth_item_is_asked_about_where_cases_have_one() -> None:
    """Sorted as texts, W10 is before W2: who sorts the names is right about nine layers."""

    def call(layers: int) -> Call:
        return Call("f", {"parameters": {f"W{n + 1}": 1.0 for n in range(layers)}}, 1)

    few, many = Kinds([call(2), call(3)]), Kinds([call(2), call(11)])
    assert many.ask_for(call(12)) and not few.ask_for(call(12))
    assert many.reach(call(12), by_length=True) and not few.reach(call(12), by_length=True)


def test_options_are_read_off_the_reference(definition: Definition) -> None:
    """A docstring lists them."""
    assert frozenset({"relu", "tanh"}) in words_told_apart(definition, "gains")


def test_a_case_function_that_never_ends_is_ended(definition: Definition) -> None:
    """With another constant a loop may have no end."""

    def steps(rng: np.random.RandomState) -> dict[str, int]:
        count = 12
        while count != 0:
            count -= 3
        return {"count": count}

    case = replace(next(iter(definition.cases)), make=steps)
    changed = [with_other_constants(case, np.random.RandomState(seed), ()) for seed in range(20)]
    makes = [each.make for each in changed if each is not None and each.make is not None]
    ended = 0
    for make in makes:
        with contextlib.suppress(Exception):
            make(np.random.RandomState(0))
            ended += 1
    assert 0 < ended < len(makes)


def test_inputs_are_of_the_kinds_that_cases_ask_for() -> None:
    """A column stays one, labels stay 0 or 1, as many examples are in both; the rest is free."""

    def call(features: int, columns: int, examples: int, label: int) -> Call:
        Y = np.array([[0] * (examples - 1) + [label]])
        w, X = np.ones((features, columns)), np.ones((features, examples))
        return Call("f", {"w": w, "X": X, "Y": Y}, 3)

    kinds = Kinds([call(2, 1, 4, 1), call(3, 1, 5, 0)])
    assert kinds.ask_for(call(7, 1, 2, 1))
    assert not kinds.ask_for(call(3, 2, 4, 1)) and not kinds.ask_for(call(3, 1, 4, 2))
    odd = call(3, 1, 4, 1)
    assert not kinds.ask_for(replace(odd, arguments={**odd.arguments, "X": np.ones((2, 4))}))
