"""Nine questions about the lecture, and a sample. 100 points, 4 of them public.

A function per question answers its two or three parts. The right answers of a question's parts
differ and count only together, so neither one constant nor a lucky letter earns anything. What
is public is the sample alone, whose answers the statement gives: it shows whether the form is
understood, and every other public case would give its answer away.
"""

from __future__ import annotations

from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Quiz: practical aspects of deep learning", reference="quiz.py")

# Question, part, what it asks for (students read it), what to think about when it is wrong.
PARTS = (
    (0, 1, "the sample's letter", "The statement gives this answer: copy it."),
    (0, 2, "the sample's number", "The statement gives this answer: copy it."),
    (
        1,
        1,
        "shares for ten million examples",
        "How many dev examples does it take to tell two models apart, whatever the training set's size?",
    ),
    (
        1,
        2,
        "the three sizes that follow",
        "Write three numbers of examples: train, dev, test. They add up to ten million.",
    ),
    (
        1,
        3,
        "shares for ten thousand examples",
        "One per cent of so few examples: how far would such an error rate be from the true one?",
    ),
    (
        2,
        1,
        "what dev and test sets must fulfil",
        "A dev set sets the target, a test set confirms it. Which of these help them to do that?",
    ),
    (2, 2, "pictures for dev and test", "Whose pictures will the application meet?"),
    (
        2,
        3,
        "the size of the test set",
        "Only the users' photos are shared out: some for training first, then two equal sets.",
    ),
    (
        3,
        1,
        "remedies against high variance",
        "High variance is overfitting: what makes it harder to learn the training set by heart?",
    ),
    (
        3,
        2,
        "remedies against high bias",
        "High bias is underfitting: what helps to fit the training set itself better?",
    ),
    (
        4,
        1,
        "why one distribution",
        "Think of a team that spends months on getting better on the dev set.",
    ),
    (
        4,
        2,
        "what may be concluded",
        "Two things change between the dev error and the test error. Can they be told apart here?",
    ),
    (4, 3, "the gap between dev and test", "Look at these two errors alone, in percentage points."),
    (
        5,
        1,
        "what a large gap implies",
        "Which of the two errors tells about fitting, and which about new examples?",
    ),
    (
        5,
        2,
        "the size of the variance",
        "Three errors in a row have two gaps between them. Which gap belongs to variance?",
    ),
    (
        5,
        3,
        "a training error of 15 % where nobody does better",
        "An error is large or small compared with the best that is possible.",
    ),
    (
        6,
        1,
        "what data augmentation is",
        "What is changed, what stays, and where do the new examples come from?",
    ),
    (
        6,
        2,
        "changes that keep a digit's label",
        "After the change, would a person still read the same digit?",
    ),
    (
        6,
        3,
        "the number of training images",
        "Count for a single training image how many come from it, itself included.",
    ),
    (
        7,
        1,
        "why not to decide by the test set",
        "A choice made on some data fits the accidents of these data as well.",
    ),
    (
        7,
        2,
        "uses that spoil the test set",
        "Go through the four: does anything that is fixed before the end depend on the test examples?",
    ),
    (
        8,
        1,
        "what early stopping is",
        "Which error says that generalising gets worse, and which parameters are wanted?",
    ),
    (
        8,
        2,
        "the epoch that is kept",
        "Walk through the dev errors from the left, remembering the best so far; training stops before the "
        "table ends.",
    ),
    (
        8,
        3,
        "the last epoch that is run",
        "Count epochs in a row without a new best dev error; a new best starts the count again.",
    ),
    (
        9,
        1,
        "what orthogonalization means",
        "Think of an old television: one knob for the height, another for the width.",
    ),
    (
        9,
        2,
        "the tool that turns two knobs",
        "Which of them ends the lowering of the cost in order to reduce overfitting?",
    ),
)

for _number, _part, _asks, _hint in PARTS:

    def ask(rng, part=_part):
        return dict(part=part)

    ask.__name__ = f"question_{_number}_part_{_part}"
    ask.__doc__ = f"part {_part}: {_asks}"
    exercise.case(
        f"question_{_number}",
        points=4 if _number else 2,
        hint=_hint,
        visibility="hidden" if _number else "public",
    )(ask)

# What a fair marker accepts: small letters; a list where the statement has several letters.
SMALL = ("return {", "return (lambda a: a.lower() if isinstance(a, str) else a)({")
LISTED = ("return {", "return (lambda a: list(a) if str(a)[1:].isalpha() else a)({")
for _number in range(10):
    exercise.function(
        f"question_{_number}",
        all_or_nothing=True,
        trivial=None if _number else "a sample, whose answers are public",
    )
    exercise.accepted_form(
        f"question_{_number}", "small_letters", edits=[SMALL, ("}[part]", "}[part])")]
    )
# For ten million examples both newer splits are in use, each with its own sizes.
exercise.accepted_form(
    "question_1",
    "shares_of_very_large_data",
    edits=[('1: "B"', '1: "E"'), ("(9_800_000, 100_000, 100_000)", "(9_950_000, 40_000, 10_000)")],
)
exercise.accepted_form(
    "question_1",
    "shares_of_very_large_data_in_small_letters",
    edits=[
        SMALL,
        ('1: "B"', '1: "E"'),
        ("(9_800_000, 100_000, 100_000)", "(9_950_000, 40_000, 10_000)"),
        ("}[part]", "}[part])"),
    ],
)
for _number in (2, 3, 6, 7):
    exercise.accepted_form(
        f"question_{_number}", "lists_of_letters", edits=[LISTED, ("}[part]", "}[part])")]
    )

declare_mistakes(exercise)
