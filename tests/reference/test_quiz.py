"""The quiz's answers, derived once more, and what a fair quiz owes to those who take it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reference import quiz

STATEMENT = (Path(__file__).parents[2] / "exercises" / "quiz" / "statement.md").read_text("utf-8")
PARTS = {0: 2, 1: 3, 2: 3, 3: 2, 4: 3, 5: 3, 6: 3, 7: 2, 8: 3, 9: 2}
EVERY_PART = [(question, part) for question, parts in PARTS.items() for part in range(1, parts + 1)]


def answer(question: int, part: int) -> Any:
    return getattr(quiz, f"question_{question}")(part)


def section(question: int) -> str:
    """The statement's text of one question."""
    return STATEMENT.split(f"## `question_{question}(part)`")[1].split("\n## ")[0]


def test_the_split_has_the_chosen_shares():
    """The three sizes are 98, 1 and 1 per cent, and leave no example out."""
    sizes = answer(1, 2)
    assert sum(sizes) == 10_000_000
    assert [100 * size / 10_000_000 for size in sizes] == [98, 1, 1]
    shares = dict(re.findall(r"\*\*([A-D])\*\* (\d+ % / \d+ % / \w+)", section(1)))
    assert shares[answer(1, 1)] == "98 % / 1 % / 1"


def test_gaps_are_differences_of_the_errors_in_the_statement():
    """Every number of percentage points follows from numbers that are given."""
    sample = [int(n) for n in re.findall(r"(\d+) %", section(0))]
    assert answer(0, 2) == sample[1] - sample[0]
    training, dev, test = (float(n) for n in re.findall(r"([\d.]+) %", section(4)))
    assert answer(4, 3) == test - dev
    _people, training, dev = (int(n) for n in re.findall(r"(\d+) %", section(5))[:3])
    assert answer(5, 2) == dev - training


def test_counts_follow_from_the_statement():
    """Photos are halved twice; every training image becomes itself, its mirror image, three crops."""
    web, photos = (int(n.replace(",", "")) for n in re.findall(r"(\d+,\d+) p", section(2)))
    assert (web, photos) == (200_000, 20_000)
    assert answer(2, 3) == photos / 2 / 2
    (training,) = re.findall(r"(\d,\d+) training images", section(6))
    assert answer(6, 3) == int(training.replace(",", "")) * (1 + 1 + 3)


def test_early_stopping_follows_from_the_table():
    """Two epochs in a row without a new lowest dev error end the training."""
    row = next(line for line in section(8).splitlines() if line.startswith("| dev error"))
    errors = [int(n) for n in re.findall(r"\d+", row)]
    best = last = 0
    for last, error in enumerate(errors):
        if error < errors[best]:
            best = last
        elif last - best == 2:
            break
    assert (answer(8, 2), answer(8, 3)) == (best + 1, last + 1)
    assert min(errors[last + 1 :]) < errors[best], "stopping should cost something in this table"


@pytest.mark.parametrize(("question", "part"), EVERY_PART)
def test_an_answer_can_be_chosen_in_the_statement(question, part):
    """Each letter of an answer is one of its question's choices, in alphabetical order, once."""
    found = answer(question, part)
    if isinstance(found, str):
        choices = re.findall(r"\*\*([A-E])\*\*", section(question))
        assert set(found) <= set(choices)
        assert "".join(sorted(set(found))) == found
    else:
        assert all(number >= 0 for number in (found if isinstance(found, tuple) else (found,)))


@pytest.mark.parametrize("question", PARTS)
def test_no_constant_answers_a_whole_question(question):
    """The parts of a question have different answers, so that one guess cannot be right for all."""
    answers = [str(answer(question, part)) for part in range(1, PARTS[question] + 1)]
    assert len(set(answers)) == len(answers)


def test_the_letters_are_spread():
    """No letter is the right one so often that always writing it would be a plan."""
    letters = [answer(q, p) for q, p in EVERY_PART if q and len(str(answer(q, p))) == 1]
    letters = [letter for letter in letters if isinstance(letter, str)]
    assert max(letters.count(letter) for letter in "ABCD") <= len(letters) / 2
