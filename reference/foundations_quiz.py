"""The answers to the quiz *Foundations and practice*, and to one sample question.

A question has several parts, numbered from 1. Some parts come with numbers, which differ from one
case to the next; their answers are computed. The other answers are a letter, or several letters
as one text; the statement has the choices.
"""


def foundations_0(part: int, numbers: list) -> object:
    """Show how answers are written.

    Parameters
    ----------
    part : int, 1 or 2
    numbers : list; for part 2 the training error and the dev error, else empty

    Returns
    -------
    answer : by part, a letter; a number

    Source: made up for this quiz.
    """
    if part == 2:
        train_error, dev_error = numbers
        return dev_error - train_error
    return {1: "C"}[part]


def foundations_1(part: int, numbers: list) -> object:
    """Say how a project goes, and what is learned and what is chosen.

    Parameters
    ----------
    part : int, 1 to 5
    numbers : list; for part 5 the number of examples, else empty

    Returns
    -------
    answer : by part, letters in order; letters; letters in order; a letter; two numbers

    Source: the lectures on train, dev and test sets, and on hyperparameters; 70/30 in the notes.
    """
    if part == 5:
        (m,) = numbers
        return (0.7 * m, 0.3 * m)
    return {1: "BCA", 2: "ACE", 3: "BDGFAEC", 4: "D"}[part]


def foundations_2(part: int, numbers: list) -> object:
    """Tell bias from variance, and what each remedy costs.

    Parameters
    ----------
    part : int, 1 to 5
    numbers : list, empty

    Returns
    -------
    answer : by part, a letter; letters; a letter; a letter; a letter

    Source: the lectures on bias and variance, and on the basic recipe.
    """
    return {1: "D", 2: "AC", 3: "B", 4: "C", 5: "A"}[part]


def foundations_3(part: int, numbers: list) -> object:
    """Compare penalties, and the ways in which texts scale them.

    Parameters
    ----------
    part : int, 1 to 5
    numbers : list; for part 1 lambda, for part 2 lambda, m and b, else empty

    Returns
    -------
    answer : by part, a number; a number; a letter; a letter; a letter

    Source: the lecture on regularization; the scalings of several notes.
    """
    if part == 1:
        (lambd,) = numbers
        return 2 * lambd
    if part == 2:
        lambd, m, b = numbers
        return lambd / (2 * m) * b**2
    return {3: "B", 4: "C", 5: "D"}[part]


def foundations_4(part: int, numbers: list) -> object:
    """Say what dropout does, and why.

    Parameters
    ----------
    part : int, 1 to 4
    numbers : list; for part 1 the number of units and keep_prob, else empty

    Returns
    -------
    answer : by part, a number; letters; a letter; a letter

    Source: the lectures on dropout and on understanding dropout.
    """
    if part == 1:
        units, keep_prob = numbers
        return units * (1 - keep_prob)
    return {2: "ABD", 3: "C", 4: "A"}[part]


def foundations_5(part: int, numbers: list) -> object:
    """Say when and why inputs and hidden layers are normalized.

    Parameters
    ----------
    part : int, 1 to 4
    numbers : list, empty

    Returns
    -------
    answer : by part, a letter; letters; a letter; a letter

    Source: the lecture on normalizing inputs; Ioffe and Szegedy (2015) for hidden layers.
    """
    return {1: "B", 2: "ACD", 3: "C", 4: "A"}[part]


def foundations_6(part: int, numbers: list) -> object:
    """Say how gradients are checked.

    Parameters
    ----------
    part : int, 1 to 5
    numbers : list; for part 1 the widths of the layers, for part 2 theta and epsilon, else empty

    Returns
    -------
    answer : by part, a number; two numbers; a letter; a letter; a letter

    Source: the lectures on gradient checking and its implementation notes.
    """
    if part == 1:
        parameters = 0
        for l in range(1, len(numbers)):
            parameters += numbers[l] * numbers[l - 1] + numbers[l]
        return 2 * parameters
    if part == 2:
        theta, epsilon = numbers
        return (3 * theta * epsilon + epsilon**2, epsilon**2)
    return {3: "C", 4: "D", 5: "B"}[part]


def foundations_7(part: int, numbers: list) -> object:
    """Say how weights should begin.

    Parameters
    ----------
    part : int, 1 to 4
    numbers : list; for part 4 a gain and the number of inputs, else empty

    Returns
    -------
    answer : by part, a letter; a letter; a letter; a number

    Source: the lectures on random initialization and on weight initialization.
    """
    if part == 4:
        gain, inputs = numbers
        return gain * (1 / inputs) ** 0.5
    return {1: "A", 2: "D", 3: "B"}[part]


def foundations_8(part: int, numbers: list) -> object:
    """Say what the size of a mini-batch and of a memory does.

    Parameters
    ----------
    part : int, 1 to 4
    numbers : list, empty

    Returns
    -------
    answer : by part, a letter; a letter; letters; a letter

    Source: the notes on mini-batches and on exponentially weighted averages.
    """
    return {1: "C", 2: "A", 3: "BDE", 4: "B"}[part]


def foundations_9(part: int, numbers: list) -> object:
    """Choose networks and output activations for tasks.

    Parameters
    ----------
    part : int, 1 to 4
    numbers : list, empty

    Returns
    -------
    answer : by part, letters in order; letters; a letter; letters in order

    Source: the lectures on supervised learning and on activation functions.
    """
    return {1: "CDAB", 2: "BCE", 3: "D", 4: "BAC"}[part]


def foundations_10(part: int, numbers: list) -> object:
    """Say what depth and vectors are good for.

    Parameters
    ----------
    part : int, 1 to 5
    numbers : list; for part 3 the number of bits, for part 4 the inputs, the units and the
        examples, else empty

    Returns
    -------
    answer : by part, a letter; a letter; two numbers; four numbers; a letter

    Source: the lectures on vectorization, on why deep representations, and on dimensions.
    """
    if part == 3:
        (bits,) = numbers
        return (bits - 1, 2 ** (bits - 1))
    if part == 4:
        inputs, units, m = numbers
        return (units, inputs, units, m)
    return {1: "B", 2: "D", 5: "A"}[part]
