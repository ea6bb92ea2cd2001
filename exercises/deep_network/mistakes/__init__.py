"""What students get wrong about a deep network's pieces."""

from __future__ import annotations

from grader.authoring import Exercise

from .backward import (
    of_a_layers_gradients,
    of_the_linear_gradients,
    of_the_models_gradients,
    of_the_update,
)
from .forward import of_a_layer, of_the_cost, of_the_linear_part, of_the_model
from .starting import of_the_deep_start, of_the_start


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all ten functions."""
    of_the_start(exercise)
    of_the_deep_start(exercise)
    of_the_linear_part(exercise)
    of_a_layer(exercise)
    of_the_model(exercise)
    of_the_cost(exercise)
    of_the_linear_gradients(exercise)
    of_a_layers_gradients(exercise)
    of_the_models_gradients(exercise)
    of_the_update(exercise)
