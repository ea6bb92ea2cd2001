"""Ten questions about foundations and practice, and a sample. 100 points, 4 of them public.

The parts of a question count only together. Parts that come with numbers are asked with two draws
of them, so that a number that somebody else found is of no use. What is public is the sample alone.
"""

from __future__ import annotations

from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Quiz: foundations and practice", reference="foundations_quiz.py")

QUESTIONS = range(11)
POINTS = {
    0: 4,
    4: 9,
    5: 8,
    8: 8,
    9: 8,
    10: 11,
    6: 11,
    7: 8,
    1: 10,
    2: 10,
    3: 13,
}  # of each question


def whole(rng, low, high, step=1):
    return int(rng.randint(low, high)) * step


def tenths(rng, low, high):
    return int(rng.randint(low, high)) / 10


# Question and part: the numbers that it comes with.
NUMBERS = {
    (0, 2): lambda rng: [whole(rng, 2, 6), whole(rng, 8, 15)],
    (1, 5): lambda rng: [whole(rng, 11, 500, 100)],
    (3, 1): lambda rng: [tenths(rng, 3, 40)],
    (3, 2): lambda rng: [tenths(rng, 3, 40), whole(rng, 4, 30), tenths(rng, 12, 40)],
    (4, 1): lambda rng: [whole(rng, 4, 30, 10), tenths(rng, 6, 10)],
    (6, 1): lambda rng: [whole(rng, 3, 9), whole(rng, 10, 15), whole(rng, 4, 9), 1],
    (6, 2): lambda rng: [whole(rng, 2, 9), tenths(rng, 2, 6)],
    (7, 4): lambda rng: [tenths(rng, 11, 20), whole(rng, 20, 300)],
    (10, 3): lambda rng: [2 ** whole(rng, 3, 6)],
    (10, 4): lambda rng: [whole(rng, 3, 9), whole(rng, 10, 20), whole(rng, 30, 90)],
}

# Question: for every part, what it asks for (students read it), and what to think about.
PARTS = {
    0: (
        ("the sample's letter", "The statement gives this answer: copy it."),
        ("the sample's number", "The statement gives this answer: copy it."),
    ),
    1: (
        ("the three stages", "What does a team begin with: a thought, a program or a result?"),
        ("what is chosen by people", "Which of these does gradient descent change?"),
        ("the seven steps", "Data come first. The test set comes last, and only once."),
        ("what is lost without a test set", "Choices can be made without it. What about the final number?"),
        ("a split 70/30", "Which share of the examples is each set? There are two sets only."),
    ),
    2: (
        ("a boundary with both faults", "One fault shows nearly everywhere, the other at single points."),
        ("what goes with underfitting", "Does the model fit the training data too well, or too little?"),
        ("when size is harmless", "What keeps a large network from learning by heart?"),
        ("a remedy that has a price", "Which of the four makes the model simpler?"),
        ("a penalty without bound", "With which weights is a huge penalty smallest?"),
    ),
    3: (
        ("another scale of lambda", "Write both penalties as equal, and solve for the second lambda."),
        ("what the bias would add", "Put the numbers into the formula that the part gives."),
        ("why the bias is left out", "How many weights has a network, and how many biases?"),
        ("sparse, and usual", "Two questions: which one makes zeros, and which one is used more?"),
        ("how equal features share", "Compute both penalties for 3 and 0, and for 1.5 and 1.5."),
    ),
    4: (
        ("units that are shut off", "keep_prob is the chance to stay. What is the chance to go?"),
        ("why dropout works", "Which of these follow from units that vanish at random?"),
        ("how to check the descent", "Which setting makes the cost of two passes comparable?"),
        ("why in computer vision", "How many numbers has an image, and how many images are there?"),
    ),
    5: (
        ("ranges that matter", "Compare the widths of the ranges within each case."),
        ("other reasons", "One of the four would treat an example differently in two sets."),
        ("statistics at prediction", "A single example has no spread. Where can a variance come from?"),
        ("the bias of a normalized layer", "What does subtracting the mean do to a constant?"),
    ),
    6: (
        ("evaluations of the cost", "Count all weights and biases. How many evaluations does each take?"),
        ("the errors of both differences", "Expand the powers, and subtract the slope 3 theta^2."),
        ("a sensible step", "Two errors: one grows with the step, the other with its inverse."),
        ("dropout while checking", "The cost must be the same function for every evaluation."),
        ("why check twice", "What might go unnoticed while all weights are small?"),
    ),
    7: (
        ("weights that begin at zero", "Follow two units of one layer through a step. How do they differ?"),
        ("what a careful start can do", "Think of a network of 150 layers after some training."),
        ("weights that begin too large", "Where is tanh flat?"),
        ("a deviation with a gain", "A deviation is the root of a variance."),
    ),
    8: (
        ("one batch of all", "How many examples does one step look at?"),
        ("batches of one", "Name it by its randomness. What can NumPy not do with a single column?"),
        ("typical sizes", "Which of them are powers of 2?"),
        ("who follows an outlier", "With which share does a new value count?"),
    ),
    9: (
        ("networks for tasks", "Is it a sequence, an image, a table, or several of these?"),
        ("unstructured data", "Which have columns whose meaning is defined?"),
        ("with little data", "The lecture's curves cross on the left. What does that say?"),
        ("output activations", "Which values may each output take?"),
    ),
    10: (
        ("why np.dot is fast", "The number of products is the same. Who runs the loop, and how?"),
        ("from first to last layer", "Which of the three can be seen in a few pixels?"),
        ("parity by depth and width", "Each gate turns two values into one. How many patterns are odd?"),
        ("shapes of dW and Z", "dW has the shape of W. Z has a column per example."),
        ("a network of linear layers", "What is a product of matrices?"),
    ),
}  # fmt: skip


def declare(question: int) -> None:
    asked = [
        (part, draw)
        for part in range(1, len(PARTS[question]) + 1)
        for draw in ("", "_again")[: 2 if question and (question, part) in NUMBERS else 1]
    ]
    share, more = divmod(POINTS[question], len(asked))
    for place, (part, draw) in enumerate(asked):
        asks, hint = PARTS[question][part - 1]

        def ask(rng, part=part):
            numbers = NUMBERS.get((question, part))
            return dict(part=part, numbers=numbers(rng) if numbers else [])

        ask.__name__ = f"foundations_{question}_part_{part}{draw}"
        ask.__doc__ = f"part {part}: {asks}" + (", with other numbers" if draw else "")
        exercise.case(
            f"foundations_{question}",
            points=share + (place < more),
            visibility="hidden" if question else "public",
            seed=100 * question + 10 * part + bool(draw) + 1,
            hint=hint,
        )(ask)


for _question in QUESTIONS:
    declare(_question)
    exercise.function(
        f"foundations_{_question}",
        all_or_nothing=True,
        trivial=None if _question else "a sample, whose answers are public",
    )

# What a fair marker accepts: small letters; a list where the statement has several letters.
SMALL = ("return {", "return (lambda a: a.lower())({")
LISTED = ("return {", "return (lambda a: list(a) if len(a) > 1 else a)({")
for _question in QUESTIONS:
    exercise.accepted_form(
        f"foundations_{_question}", "small_letters", edits=[SMALL, ("}[part]", "}[part])")]
    )
for _question in (1, 2, 4, 5, 8, 9):
    exercise.accepted_form(
        f"foundations_{_question}", "lists_of_letters", edits=[LISTED, ("}[part]", "}[part])")]
    )

declare_mistakes(exercise)
