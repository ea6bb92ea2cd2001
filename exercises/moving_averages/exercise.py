"""Exponentially weighted averages. 100 points, 24 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Exponentially weighted averages", reference="moving_averages.py")

AVERAGE = "moving_average"
CORRECTED = "corrected_average"
WEIGHTS = "average_weights"
WINDOW = "averaging_window"

exercise.function(CORRECTED, builds_on=(AVERAGE,))
# A series of numbers may as well be a list; one of several columns may be a list of rows.
for _name in (AVERAGE, CORRECTED):
    exercise.accepted_form(_name, "list", edit=("return averages", "return list(averages)"))
exercise.accepted_form(
    WEIGHTS,
    "list",
    edit=("return (1 - beta) * beta ** (t - i)", "return list((1 - beta) * beta ** (t - i))"),
)


def series(rng, *shape):
    """Values that lie away from zero, so that the start at zero shows."""
    return 10 + 3 * rng.normal(size=shape)


@exercise.case(AVERAGE, points=8, visibility="public", seed=1)
def average_of_five_values(rng):
    """mixes every value into the average so far"""
    return dict(values=series(rng, 9), beta=0.8)


@exercise.case(AVERAGE, points=9, visibility="hidden", seed=2)
def average_of_many_values(rng):
    """forgets quickly with a small beta"""
    return dict(values=series(rng, 40), beta=0.35)


@exercise.case(AVERAGE, points=9, visibility="hidden", seed=3)
def average_of_three_columns(rng):
    """averages several series at once, each for itself"""
    return dict(values=series(rng, 12, 3), beta=0.8)


@exercise.case(AVERAGE, points=6, visibility="hidden", seed=4)
def average_of_one_value(rng):
    """works for a single value"""
    return dict(values=series(rng, 1), beta=0.98)


@exercise.case(CORRECTED, points=8, visibility="public", seed=11)
def corrected_five_values(rng):
    """undoes the start at zero"""
    return dict(values=series(rng, 5), beta=0.8)


@exercise.case(CORRECTED, points=12, visibility="hidden", seed=12)
def corrected_many_values(rng):
    """corrects less and less as time goes on"""
    return dict(values=series(rng, 30), beta=0.7)


@exercise.case(CORRECTED, points=10, visibility="hidden", seed=13)
def corrected_two_columns(rng):
    """corrects several series at once"""
    return dict(values=series(rng, 9, 2), beta=0.95)


@exercise.case(CORRECTED, points=6, visibility="hidden", seed=14)
def corrected_with_little_memory(rng):
    """stays near the values themselves when beta is small"""
    return dict(values=series(rng, 6), beta=0.05)


@exercise.case(WEIGHTS, points=5, visibility="public", seed=21)
def weights_of_four_values(rng):
    """lists the weights from the oldest value to the newest"""
    return dict(beta=0.6, t=4)


@exercise.case(WEIGHTS, points=7, visibility="hidden", seed=22)
def weights_of_twenty_values(rng):
    """lets the weights fall into the past by the same factor at every step"""
    return dict(beta=0.9, t=20)


@exercise.case(WEIGHTS, points=6, visibility="hidden", seed=23)
def weights_of_one_value(rng):
    """gives the first value the share 1 - beta"""
    return dict(beta=0.35, t=1)


@exercise.case(WINDOW, points=3, visibility="public", seed=31)
def window_of_ten(rng):
    """looks back over ten values with beta 0.9"""
    return dict(beta=0.9)


@exercise.case(WINDOW, points=4, visibility="hidden", seed=32)
def window_of_many(rng):
    """looks back far with a beta near 1"""
    return dict(beta=0.992)


@exercise.case(WINDOW, points=4, visibility="hidden", seed=33)
def window_that_is_no_integer(rng):
    """is not rounded"""
    return dict(beta=0.37)


@exercise.case(WINDOW, points=3, visibility="hidden", seed=34)
def window_of_two(rng):
    """looks back over two values with beta 0.5"""
    return dict(beta=0.5)


declare_mistakes(exercise)

for _name in ("moving_average", "corrected_average"):
    exercise.equivalent(
        _name,
        ("np.zeros(values.shape)", "np.ones(values.shape)"),
        reason="every entry is written before it is read",
    )
