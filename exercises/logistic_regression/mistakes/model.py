"""Mistakes in prediction, and the model as a whole."""

from __future__ import annotations

from grader.authoring import Exercise

from .shared import LEARNING_RATE_HINT


def of_prediction(exercise: Exercise) -> None:
    A, label = "A = sigmoid(w.T @ X + b)", "return (A > 0.5).astype(int)"
    for id, old, new, hint in (
        (
            "forgets_the_sigmoid",
            A,
            "A = w.T @ X + b",
            "One half is the threshold for the probability: the sigmoid comes first.",
        ),
        ("forgets_b", A, "A = sigmoid(w.T @ X)", "The bias is left out."),
        ("returns_probabilities", label, "return A", "A prediction is a label, 0 or 1."),
        (
            "turns_the_labels",
            label,
            "return (A < 0.5).astype(int)",
            "A large probability stands for the label 1.",
        ),
        (
            "labels_all_as_1",
            label,
            "return (A > 0).astype(int)",
            "Every example gets the label 1. Compare each probability with one half.",
        ),
        (
            "labels_all_as_0",
            label,
            "return (A >= 1).astype(int)",
            "Every example gets the label 0, as from int(), which cuts off. Compare with one half.",
        ),
        (
            "loses_the_row",
            label,
            "return (A[0] > 0.5).astype(int)",
            "The labels keep their row: the shape is (1, m).",
        ),
        (
            "labels_with_minus_one",
            label,
            "return np.where(A > 0.5, 1, -1)",
            "The two labels are 0 and 1.",
        ),
    ):
        exercise.mistake("predict", id, edit=(old, new), hint=hint)


def of_the_model(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("model", id, edits=edits, hint=hint)

    call = "optimize(w, b, X_train, Y_train, num_iterations, learning_rate)"
    mistake(
        "hard_codes_the_learning_rate",
        [(call, call.replace("learning_rate", "0.5"))],
        LEARNING_RATE_HINT,
    )
    mistake(
        "hard_codes_the_steps",
        [(call, call.replace("num_iterations", "2000"))],
        "The number of steps is an argument of the function; 2000 is only its default.",
    )
    mistake(
        "hard_codes_both",
        [(call, call.replace("learning_rate", "0.5").replace("num_iterations", "2000"))],
        "Hand on the arguments num_iterations and learning_rate; the numbers in the signature are "
        "only their defaults.",
    )
    mistake(
        "leaves_both_to_optimize",
        [(call, "optimize(w, b, X_train, Y_train, 100, 0.009)")],
        "Hand on the arguments num_iterations and learning_rate: the defaults of optimize are not meant.",
    )
    mistake(
        "trains_on_the_test_set",
        [(call, call.replace("X_train, Y_train", "X_test, Y_test"))],
        "Training uses the training set only; the test set shows how well that carries over.",
    )
    mistake(
        "forgets_what_was_learned",
        [('w, b = params["w"], params["b"]', "pass")],
        "optimize returns the learned parameters; these are still the zeros it started from.",
    )
    mistake(
        "swaps_the_predictions",
        [
            (
                "Y_prediction_train = predict(w, b, X_train)",
                "Y_prediction_train = predict(w, b, X_test)",
            ),
            (
                "Y_prediction_test = predict(w, b, X_test)",
                "Y_prediction_test = predict(w, b, X_train)",
            ),
        ],
        "Each prediction belongs to the set that its name says.",
    )
    mistake(
        "predicts_the_training_set_twice",
        [
            (
                "Y_prediction_test = predict(w, b, X_test)",
                "Y_prediction_test = predict(w, b, X_train)",
            )
        ],
        "The second prediction is made for the test set.",
    )
    mistake(
        "returns_the_labels",
        [
            ('"Y_prediction_test": Y_prediction_test', '"Y_prediction_test": Y_test'),
            ('"Y_prediction_train": Y_prediction_train', '"Y_prediction_train": Y_train'),
        ],
        "These are the given labels, not what the model predicts.",
    )
