"""What hostile submissions attack: small, with very short limits, and canaries in what is hidden.

The inputs of hidden cases are drawn from SEED alone. Another SEED changes them and nothing else.
"""

from __future__ import annotations

import numpy as np
from grader.authoring import CaseLimits, Exercise, Limits

SEED = 1
LIMITS = Limits(
    case_cpu_seconds=0.5,
    case_wall_seconds=1.0,
    submission_cpu_seconds=2.0,
    submission_wall_seconds=4.0,
    memory_bytes=128 * 2**20,
    result_bytes=2**20,
    output_chars=2000,
)

exercise = Exercise(title="A target", reference="target.py", limits=LIMITS)
exercise.support("target_utils.py", names=("target_utils",))
exercise.function("climb", builds_on=("twice",))
# Judged with a right ``pace`` or ``toss`` where the submission's own is wrong.
exercise.function("march", builds_on=("pace",))
exercise.function("toss", rng="fixed")
exercise.function("gamble", builds_on=("toss",), rng="fixed")


def numbers(salt, *shape):
    return np.random.RandomState(1000 * SEED + salt).normal(size=shape)


def word(salt):
    letters = np.random.RandomState(1000 * SEED + salt).randint(0, 26, 16)
    return "".join(chr(97 + letter) for letter in letters)


@exercise.case("weigh", points=1, visibility="public")
def weighs_two_rows(rng):
    """scales each row"""
    return dict(X=np.array([[1.0, 2.0], [3.0, 4.0]]), w=np.array([0.5, 2.0]))


@exercise.case("weigh", points=2, visibility="hidden")
def weighs_many_rows(rng):
    """works for any number of rows"""
    return dict(X=numbers(1, 5, 3), w=numbers(2, 5))


@exercise.case("weigh", points=2, visibility="hidden")
def weighs_one_row(rng):
    """works for a single row"""
    return dict(X=numbers(3, 1, 4), w=numbers(4, 1))


@exercise.case("cost", points=1, visibility="public")
def cost_of_three(rng):
    """averages over the examples"""
    return dict(a=np.array([1.0, 2.0, 4.0]), y=np.array([1.0, 0.0, 1.0]))


@exercise.case("cost", points=2, visibility="hidden")
def cost_of_many(rng):
    """averages over any number of examples"""
    return dict(a=numbers(5, 7), y=numbers(6, 7))


@exercise.case("sign", points=1, visibility="public")
def signs_a_word(rng):
    """shifts every letter"""
    return dict(tag="public", x=np.array([1.0, 2.5]))


@exercise.case("sign", points=2, visibility="hidden")
def signs_a_secret(rng):
    """shifts letters around the end of the alphabet"""
    return dict(tag=word(7), x=numbers(8, 3))


@exercise.case("climb", points=1, visibility="public", replaces="twice.py")
def climbs_a_number(rng):
    """calls twice two times"""
    return dict(x=3.0)


@exercise.case("climb", points=2, visibility="hidden", replaces="twice.py")
def climbs_an_array(rng):
    """works on arrays"""
    return dict(x=numbers(10, 4))


@exercise.case("twice", points=1, visibility="public")
def twice_a_number(rng):
    """doubles and adds an eighth"""
    return dict(x=3.0)


@exercise.case("twice", points=2, visibility="hidden")
def twice_an_array(rng):
    """works on arrays"""
    return dict(x=numbers(9, 4))


@exercise.case("pace", points=1, visibility="public")
def paces_a_number(rng):
    """makes one step"""
    return dict(x=2.0)


@exercise.case("pace", points=2, visibility="hidden")
def paces_an_array(rng):
    """works on arrays"""
    return dict(x=numbers(11, 4))


@exercise.case("march", points=1, visibility="public")
def marches_two_steps(rng):
    """adds up two steps"""
    return dict(x=2.0, steps=2)


@exercise.case("march", points=2, visibility="hidden")
def marches_an_array(rng):
    """works on arrays"""
    return dict(x=numbers(12, 4), steps=3)


@exercise.case("toss", points=1, visibility="public", seed=5)
def tosses_three(rng):
    """draws from the state that it finds"""
    return dict(n=3)


@exercise.case("toss", points=1, visibility="hidden", seed=SEED + 160)
def tosses_many(rng):
    """draws as many as are asked for"""
    return dict(n=9)


@exercise.case("gamble", points=1, visibility="public", seed=7)
def gambles_for_three(rng):
    """draws in the order that is asked for"""
    return dict(n=3)


@exercise.case("gamble", points=1, visibility="hidden", seed=SEED + 80)
def gambles_for_many(rng):
    """weighs the second toss"""
    return dict(n=8)


@exercise.case("refuse", points=1, visibility="public")
def takes_a_root(rng):
    """takes the root of a number"""
    return dict(x=4.0)


@exercise.case(
    "refuse", points=1, visibility="hidden", compares="exception", message_names=("x",)
)
def refuses_a_number(rng):
    """refuses a negative number"""
    return dict(x=-abs(float(numbers(13, 1)[0])) - 1)


@exercise.steps("Ledger", points=1, visibility="public")
def keeps_two(rng, do):
    """adds two numbers"""
    ledger = do.Ledger(2.0)
    ledger.add(np.array([1.0, 2.0]))
    ledger.add(np.array([0.5]))
    do.read(ledger.total)


@exercise.steps("Ledger", points=2, visibility="hidden")
def keeps_many(rng, do):
    """adds any numbers, and refuses text"""
    ledger = do.Ledger(float(numbers(14, 1)[0]))
    with do.raises():
        ledger.add(word(15))
    for salt in (16, 17, 18):
        ledger.add(numbers(salt, 3))
    ledger.mean()


@exercise.case("settle", points=1, visibility="public", compares="arguments")
def settles_two(rng):
    """works in place"""
    return dict(a=np.array([1.0, 2.0]))


@exercise.case("settle", points=2, visibility="hidden", compares="arguments")
def settles_many(rng):
    """works on any number of entries"""
    return dict(a=numbers(19, 6))


@exercise.case(
    "shout", points=1, visibility="public", compares="printed", stdin=("one", "two")
)
def shouts_two_words(rng):
    """prints in capitals"""
    return dict()


@exercise.case(
    "shout", points=2, visibility="hidden", compares="printed", stdin=(word(20), word(21))
)
def shouts_secrets(rng):
    """prints any words"""
    return dict()


@exercise.case(
    "copy_lines", points=1, visibility="public", compares="files", files={"in.txt": "a\nb\nc\n"}
)
def copies_three(rng):
    """copies every second line"""
    return dict(source="in.txt", target="out.txt")


@exercise.case(
    "copy_lines",
    points=2,
    visibility="hidden",
    compares="files",
    files={"in.txt": "".join(f"{word(salt)}\n" for salt in range(22, 28))},
)
def copies_secrets(rng):
    """copies any lines"""
    return dict(source="in.txt", target="out.txt")


@exercise.case("apply", points=1, visibility="public")
def applies_to_a_number(rng):
    """calls the function"""
    return dict(f=exercise.callable("column_of"), x=np.array([[1.0]]))


@exercise.case("apply", points=2, visibility="hidden")
def applies_to_an_array(rng):
    """calls it with any array"""
    return dict(f=exercise.callable("column_of"), x=numbers(29, 4, 1))


# How results are judged: forms, an author's own form, credit, rules for code, seeds, limits of a case.
exercise.function("quarter", forbid=["np.multiply", "*"])


@exercise.case("axis", points=1, visibility="public", form="up_to_sign")
def axis_of_a_plane(rng):
    """finds the direction of the largest spread"""
    return dict(X=np.array([[2.0, 0.5], [1.0, -0.25], [-3.0, 0.125]]))


@exercise.case("axis", points=2, visibility="hidden", form="up_to_sign")
def axis_of_many(rng):
    """finds it in any number of dimensions"""
    return dict(X=numbers(30, 9, 4))


@exercise.case("spell", points=1, visibility="public", form="as_numbers")
def spells_three(rng):
    """writes numbers as text"""
    return dict(x=np.array([0.5, 1.25, 3.0]))


@exercise.case("spell", points=2, visibility="hidden", form="as_numbers")
def spells_many(rng):
    """writes any numbers as text"""
    return dict(x=numbers(31, 5))


@exercise.case("pieces", points=3, visibility="hidden", credit="items")
def three_pieces(rng):
    """finds all three"""
    return dict(x=numbers(32, 6))


@exercise.case("quarter", points=2, visibility="hidden")
def quarters_many(rng):
    """divides any numbers"""
    return dict(x=numbers(33, 5))


@exercise.case("crowd", points=2, visibility="hidden", limits=CaseLimits(result_bytes=20_000))
def a_crowd(rng):
    """adds up every row"""
    return dict(x=numbers(34, 40, 3))


exercise.property(
    "steady", "is_even_for_every_seed", points=2, visibility="public", seeds=range(4)
)
