"""The second quiz's answers, derived once more, and what a fair quiz owes to those who take it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from reference import foundations_quiz
from reference.ridge_and_lasso import shared_weight_penalties
from reference.weight_penalties import l1_cost

FOLDER = Path(__file__).parents[2] / "exercises" / "foundations_quiz"
STATEMENT = (FOLDER / "statement.md").read_text("utf-8")
LETTERS = {
    0: (1,), 1: (1, 2, 3, 4), 2: (1, 2, 3, 4, 5), 3: (3, 4, 5), 4: (2, 3, 4), 5: (1, 2, 3, 4),
    6: (3, 4, 5), 7: (1, 2, 3), 8: (1, 2, 3, 4), 9: (1, 2, 3, 4), 10: (1, 2, 5),
}  # fmt: skip


def answer(question, part, *numbers):
    return getattr(foundations_quiz, f"foundations_{question}")(part, list(numbers))


def section(question, part):
    """The statement's text of one part."""
    whole = STATEMENT.split(f"## `foundations_{question}(part, numbers)`")[1].split("\n## ")[0]
    return whole.split(f"\n{part}. ")[1].split(f"\n{part + 1}. ")[0]


@pytest.mark.parametrize(("question", "part"), [(q, p) for q in LETTERS for p in LETTERS[q]])
def test_an_answer_can_be_chosen_in_the_statement(question, part):
    """Each letter is one of the part's choices, and written as the part asks for."""
    text, found = section(question, part), answer(question, part)
    choices = re.findall(r"\*\*([A-G])\*\*", text)
    assert set(found) <= set(choices)
    if "All that apply" in text:
        assert 0 < len(found) < len(choices)
        assert "".join(sorted(set(found))) == found
    elif "n order" in text:
        assert len(found) >= 3
    else:
        assert len(found) == 1 and len(choices) >= 3


def test_parts_with_numbers_say_so():
    """And the parts without do not."""
    for question, parts in LETTERS.items():
        count = len(
            re.findall(
                r"\n\d\. ", STATEMENT.split(f"## `foundations_{question}(")[1].split("\n## ")[0]
            )
        )
        for part in range(1, count + 1):
            assert section(question, part).startswith("Comes with") == (part not in parts)


def test_no_constant_answers_a_whole_question():
    """The parts of a question have different answers."""
    for question, parts in LETTERS.items():
        assert len({answer(question, part) for part in parts}) == len(parts)


def test_the_letters_are_spread():
    """No letter is right so often that always writing it would be a plan."""
    single = [a for q in LETTERS for p in LETTERS[q] if len(a := answer(q, p)) == 1]
    assert max(single.count(letter) for letter in "ABCD") <= len(single) / 3


def test_the_two_scales_of_l1_cost_the_same():
    """lambda / m with one lambda is lambda / (2 m) with the answer."""
    rng = np.random.default_rng(1)
    w, X = rng.normal(size=(3, 1)), rng.normal(size=(3, 5))
    Y = np.array([[0, 1, 1, 0, 1]])
    plain = l1_cost(w, 0.2, X, Y, 0.0)
    other = plain + 0.7 / 5 * np.sum(np.abs(w))
    assert l1_cost(w, 0.2, X, Y, answer(3, 1, 0.7)) == pytest.approx(other)


def test_equal_features_share_under_l2_only():
    """Weights 3 and 0 against 1.5 and 1.5."""
    assert shared_weight_penalties(3.0, 1) == (3, 9)
    assert shared_weight_penalties(3.0, 2) == (3, 4.5)


def test_the_lectures_layer_loses_ten_of_fifty_units():
    """keep_prob 0.8 shuts off a fifth."""
    assert answer(4, 1, 50, 0.8) == pytest.approx(10)


def test_a_check_costs_two_evaluations_a_parameter():
    """Counted on the arrays of a real network."""
    widths = [5, 4, 3, 1]
    arrays = [np.zeros((b, a)) for a, b in itertools.pairwise(widths)] + [
        np.zeros(b) for b in widths[1:]
    ]
    assert answer(6, 1, *widths) == 2 * sum(array.size for array in arrays)


def test_errors_of_differences_are_those_of_the_lecture():
    """At 1 with a step of 0.01: 0.0301 and 0.0001."""
    assert answer(6, 2, 1.0, 0.01) == pytest.approx((0.0301, 0.0001))


def test_a_gain_multiplies_the_deviation():
    """As drawn weights have it."""
    weights = 1.7 * np.random.default_rng(2).normal(size=200_000) * np.sqrt(1 / 40)
    assert answer(7, 4, 1.7, 40) == pytest.approx(weights.std(), rel=0.01)


def test_parity_by_depth_and_by_width():
    """A tree of n - 1 gates; as many patterns as have an odd number of ones."""
    for bits in (2, 4, 8):
        odd = sum(sum(pattern) % 2 for pattern in itertools.product((0, 1), repeat=bits))
        assert answer(10, 3, bits) == (bits - 1, odd)


def test_shapes_are_those_of_a_layer():
    """Four inputs, three units, seven examples."""
    W, A = np.zeros((3, 4)), np.zeros((4, 7))
    assert answer(10, 4, 4, 3, 7) == (*W.shape, *(W @ A).shape)


def test_a_split_without_dev_set_leaves_nothing_out():
    """Seventy and thirty per cent."""
    train, test = answer(1, 5, 10_000)
    assert (train, test) == pytest.approx((7000, 3000))
