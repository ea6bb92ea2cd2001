"""Promises that the course's exercises make to their readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.catalog import Course
from grader.course.definition import Definition
from grader.model.exercise import Visibility

CHECKOUT = Path(__file__).parents[2]
COURSE = {
    "python_basics", "logistic_regression", "shallow_network", "deep_network",
    "deep_network_application", "initialization", "regularization", "gradient_checking",
    "optimization", "activations", "data_splits", "bias_variance", "weight_penalties",
    "dropout_network", "other_regularization", "input_normalization", "gradient_flow",
    "scaled_initialization", "numerical_gradients", "moving_averages", "rmsprop", "quiz",
    "batch_normalization", "ridge_and_lasso", "one_neuron", "descent_paths",
    "foundations_quiz", "claims_in_numbers",
}  # fmt: skip


@pytest.fixture(params=sorted(COURSE))
def definition(request: pytest.FixtureRequest) -> Iterator[Definition]:
    return Course(CHECKOUT).definition(request.param)


def test_an_exercise_gives_a_hundred_points_mostly_for_hidden_cases(definition: Definition) -> None:
    """The public cases help; they do not decide."""
    public = sum(c.points for c in definition.cases if c.visibility is Visibility.PUBLIC)
    assert sum(case.points for case in definition.cases) == 100
    assert 0 < public < 30


def test_every_function_has_public_and_hidden_cases_and_known_mistakes(
    definition: Definition,
) -> None:
    """A student can try each function, and is told the likely misconceptions."""
    for function in definition.functions:
        if definition.id in (
            "quiz",
            "foundations_quiz",
            "claims_in_numbers",
        ):  # a public case of a question would be its answer
            continue
        seen = {case.visibility for case in definition.cases if case.function == function}
        assert seen == {Visibility.PUBLIC, Visibility.HIDDEN}, function
        assert sum(mistake.function == function for mistake in definition.mistakes) >= 3, function


def test_the_statement_names_every_graded_function(definition: Definition) -> None:
    """Nothing is graded that the statement does not describe."""
    assert definition.statement is not None
    text = definition.statement.read_text("utf-8")
    assert all(f"`{function}(" in text for function in definition.functions)


def test_hints_do_not_hold_the_code(definition: Definition) -> None:
    """A hint teaches; it does not spell out the line that is asked for."""
    for mistake in definition.mistakes:
        for old, _ in mistake.edits:
            if len(old) > 20:
                assert old.strip() not in (mistake.hint or ""), mistake.name


def test_every_exercise_of_the_course_is_there() -> None:
    """The public assignments, and those made from the lecture material alone."""
    assert set(Course(CHECKOUT).ids()) == COURSE


def test_the_older_edition_has_no_learning_rate_decay() -> None:
    """Files of 2017 to 2020 are graded on what their assignment asked for."""
    older = Course(CHECKOUT).definition("optimization").in_edition("2017")
    assert not {"update_lr", "schedule_lr_decay"} & set(older.functions)


def test_the_published_edition_leaves_the_handed_out_function_alone() -> None:
    """Who never touched the planted bugs loses nothing there."""
    published = Course(CHECKOUT).definition("gradient_checking").in_edition("published")
    assert "backward_propagation_n" not in published.functions
