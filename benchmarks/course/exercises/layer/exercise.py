"""The benchmark's exercise: five functions of one layer, 18 cases, as small as a course's are."""

from grader.authoring import Exercise

exercise = Exercise(title="One layer", reference="layer.py")


def declare(function, count, make):
    """Declare ``count`` cases of a function that differ in seed and size, one of them public."""
    for index in range(count):

        def case(rng, size=3 + index):
            return make(rng, size)

        case.__name__ = f"{function}_{index + 1}"
        case.__doc__ = f"inputs of size {3 + index}"
        visibility = "public" if index == 0 else "hidden"
        exercise.case(function, visibility=visibility, seed=index)(case)


declare("sigmoid", 3, lambda rng, n: dict(z=rng.randn(n, 4)))
declare(
    "linear_forward",
    4,
    lambda rng, n: dict(A=rng.randn(n, 5), W=rng.randn(2, n), b=rng.randn(2, 1)),
)
declare(
    "compute_cost",
    3,
    lambda rng, n: dict(AL=rng.uniform(0.1, 0.9, (1, n)), Y=(rng.rand(1, n) > 0.5) * 1),
)
declare(
    "linear_backward",
    4,
    lambda rng, n: dict(dZ=rng.randn(2, 5), A_prev=rng.randn(n, 5), W=rng.randn(2, n)),
)
declare(
    "update_parameters",
    4,
    lambda rng, n: dict(
        parameters={"W1": rng.randn(2, n), "b1": rng.randn(2, 1)},
        grads={"dW1": rng.randn(2, n), "db1": rng.randn(2, 1)},
        learning_rate=0.1,
    ),
)
