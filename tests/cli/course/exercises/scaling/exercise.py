"""A small exercise to try the command line on."""

from grader.authoring import Exercise, Limits

exercise = Exercise(
    title="Scaling",
    reference="scaling.py",
    limits=Limits(case_cpu_seconds=0.5, case_wall_seconds=5),
)


@exercise.case("double", points=2, visibility="public", seed=1)
def doubles_a_vector(rng):
    """doubles every entry"""
    return dict(x=rng.normal(size=4))


@exercise.case("double", points=3, visibility="hidden", seed=2)
def doubles_a_matrix(rng):
    """doubles a matrix too"""
    return dict(x=rng.normal(size=(2, 3)))


@exercise.case("halve", points=5, visibility="hidden", seed=3)
def halves_a_vector(rng):
    """halves every entry"""
    return dict(x=rng.normal(size=4))


exercise.mistake("double", "triples", edit=("2 * ", "3 * "), hint="Twice, not three times.")
