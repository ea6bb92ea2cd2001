"""Which exercise a file belongs to."""

from __future__ import annotations

import pytest

from grader.load import Detection, recognise
from tests.load.student import folder, notebook, sample, script

CATALOGUE = {
    "python_basics": "basic_sigmoid sigmoid sigmoid_derivative image2vector normalize_rows softmax L1 L2".split(),
    "logistic_regression": "sigmoid initialize_with_zeros propagate optimize predict model".split(),
    "shallow_network": "layer_sizes initialize_parameters forward_propagation compute_cost backward_propagation"
    " update_parameters nn_model predict".split(),
    "deep_network": "initialize_parameters initialize_parameters_deep linear_forward linear_activation_forward"
    " L_model_forward compute_cost linear_backward linear_activation_backward L_model_backward"
    " update_parameters".split(),
    "deep_network_application": "two_layer_model L_layer_model".split(),
    "gradient_checking": "forward_propagation backward_propagation gradient_check gradient_check_n".split(),
    "optimization": "update_parameters_with_gd random_mini_batches initialize_velocity"
    " update_parameters_with_momentum initialize_adam update_parameters_with_adam".split(),
    "activations": "sigmoid tanh relu leaky_relu relu_derivative tanh_derivative flatten_images".split(),
}


def detected(*names: str) -> Detection:
    return recognise(
        [script("".join(f"def {name}(x):\n    return x\n\n" for name in names))], CATALOGUE
    )


@pytest.mark.parametrize("exercise", CATALOGUE)
def test_a_whole_exercise_is_found(exercise: str) -> None:
    found = detected(*CATALOGUE[exercise])
    assert found.exercises == (exercise,) and found.ambiguous == ()


@pytest.mark.parametrize(
    ("names", "exercises"),
    [
        ("update_parameters_with_adam", ("optimization",)),
        ("forward_propagation gradient_check", ("gradient_checking",)),
        ("forward_propagation layer_sizes", ("shallow_network",)),
        ("sigmoid propagate predict model", ("logistic_regression",)),
        ("initialize_parameters forward_propagation compute_cost backward_propagation update_parameters relu",
         ("shallow_network",)),
        ("sigmoid relu sigmoid_backward relu_backward two_layer_model L_layer_model", ("deep_network_application",)),
        ("sigmoid relu tanh two_layer_model L_layer_model", ("deep_network_application",)),
        ("predict initialize_parameters compute_cost update_parameters two_layer_model L_layer_model",
         ("deep_network_application",)),
        ("two_layer_model L_layer_model linear_forward linear_activation_forward L_model_forward linear_backward"
         " linear_activation_backward L_model_backward", ("deep_network", "deep_network_application")),
        ("update_parameters_with_adam L_layer_model", ("deep_network_application", "optimization")),
    ],
)  # fmt: skip
def test_shared_names(names: str, exercises: tuple[str, ...]) -> None:
    """The rest of the file decides which exercise they belong to."""
    assert detected(*names.split()).exercises == exercises


@pytest.mark.parametrize(
    ("names", "ambiguous"),
    [
        ("forward_propagation", ("gradient_checking", "shallow_network")),
        ("sigmoid", ("activations", "logistic_regression", "python_basics")),
        (
            "initialize_parameters compute_cost update_parameters",
            ("deep_network", "shallow_network"),
        ),
    ],
)
def test_ambiguous_names(names: str, ambiguous: tuple[str, ...]) -> None:
    found = detected(*names.split())
    assert found.exercises == () and found.ambiguous == ambiguous


def test_unknown_functions() -> None:
    assert detected("main", "helper") == Detection(seen=("helper", "main"))


def test_broken_functions_count() -> None:
    assert recognise(
        [notebook("def gradient_check_n(x:\n    return (x\n")], CATALOGUE
    ).exercises == ("gradient_checking",)


def test_methods_are_recognised() -> None:
    found = recognise(
        [script("class A:\n    def initialize_adam(self):\n        return 1\n")], CATALOGUE
    )
    assert found.exercises == ("optimization",)


def test_helper_files_are_ignored() -> None:
    """The course's own files do not decide the exercise."""
    found = recognise(folder("with_helper_files"), CATALOGUE)
    assert found.exercises == ("deep_network_application",)
    assert found.seen == ("two_layer_model",)


def test_lambdas_count() -> None:
    assert recognise(
        [sample("lambdas_and_constants.py")], {"a": ["relu", "nothing"], "b": ["other"]}
    ).exercises == ("a",)
