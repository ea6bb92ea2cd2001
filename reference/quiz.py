"""The answers to the nine questions that close the lecture, and to one sample question.

A question has two or three parts, numbered from 1. An answer is a number, a tuple of numbers, a
letter, or several letters as one text in alphabetical order; the statement has the choices.
"""


def question_0(part: int) -> object:
    """Show how answers are written.

    Parameters
    ----------
    part : int, 1 or 2

    Returns
    -------
    answer : by part, a letter; a number

    Source: made up for this quiz.
    """
    return {1: "B", 2: 5}[part]


def question_1(part: int) -> object:
    """Split 10,000,000 examples.

    Parameters
    ----------
    part : int, 1, 2 or 3

    Returns
    -------
    answer : by part, a letter; three numbers (train, dev, test); a letter

    Source: Practical Aspects of Deep Learning, closing question 1.
    """
    return {1: "B", 2: (9_800_000, 100_000, 100_000), 3: "A"}[part]


def question_2(part: int) -> object:
    """Say what dev and test sets must be like.

    Parameters
    ----------
    part : int, 1, 2 or 3

    Returns
    -------
    answer : by part, letters; a letter; a number

    Source: Practical Aspects of Deep Learning, closing question 2.
    """
    return {1: "ABE", 2: "C", 3: 5_000}[part]


def question_3(part: int) -> object:
    """Choose remedies against variance, and against bias.

    Parameters
    ----------
    part : int, 1 or 2

    Returns
    -------
    answer : by part, letters; letters

    Source: Practical Aspects of Deep Learning, closing question 3.
    """
    return {1: "ACE", 2: "BD"}[part]


def question_4(part: int) -> object:
    """Explain why dev and test sets come from one distribution.

    Parameters
    ----------
    part : int, 1, 2 or 3

    Returns
    -------
    answer : by part, a letter; a letter; a number

    Source: Practical Aspects of Deep Learning, closing question 4.
    """
    return {1: "C", 2: "D", 3: 9}[part]


def question_5(part: int) -> object:
    """Diagnose a classifier from its errors.

    Parameters
    ----------
    part : int, 1, 2 or 3

    Returns
    -------
    answer : by part, a letter; a number; a letter

    Source: Practical Aspects of Deep Learning, closing question 5.
    """
    return {1: "B", 2: 11, 3: "D"}[part]


def question_6(part: int) -> object:
    """Say what data augmentation is and does.

    Parameters
    ----------
    part : int, 1, 2 or 3

    Returns
    -------
    answer : by part, a letter; letters; a number

    Source: Practical Aspects of Deep Learning, closing question 6.
    """
    return {1: "C", 2: "AC", 3: 5_000}[part]


def question_7(part: int) -> object:
    """Explain why the test set stays out of every decision.

    Parameters
    ----------
    part : int, 1 or 2

    Returns
    -------
    answer : by part, a letter; letters

    Source: Practical Aspects of Deep Learning, closing question 7.
    """
    return {1: "B", 2: "ABD"}[part]


def question_8(part: int) -> object:
    """Apply early stopping to a table of errors.

    Parameters
    ----------
    part : int, 1, 2 or 3

    Returns
    -------
    answer : by part, a letter; an epoch; an epoch

    Source: Practical Aspects of Deep Learning, closing question 8.
    """
    return {1: "D", 2: 5, 3: 7}[part]


def question_9(part: int) -> object:
    """Say what orthogonalization means.

    Parameters
    ----------
    part : int, 1 or 2

    Returns
    -------
    answer : by part, a letter; a letter

    Source: Practical Aspects of Deep Learning, closing question 9.
    """
    return {1: "B", 2: "C"}[part]
