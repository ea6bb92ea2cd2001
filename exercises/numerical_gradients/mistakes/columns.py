"""Mistakes in parameters in one column."""

from __future__ import annotations

from grader.authoring import Exercise

ROWS_HINT = "Arrays are read row by row, which is NumPy's own order."


def of_the_column(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("flatten_parameters", id, edits=edits, hint=hint)

    loop = "for l in range(1, len(parameters) // 2 + 1):"
    weights = 'columns.append(parameters[f"W{l}"].reshape(-1, 1))'
    biases = 'columns.append(parameters[f"b{l}"].reshape(-1, 1))'
    result = "return np.concatenate(columns)"
    mistake(
        "makes_a_flat_array",
        [(result, "return np.concatenate(columns)[:, 0]")],
        "A column has the shape (n, 1), not (n,).",
    )
    mistake(
        "makes_a_row",
        [(result, "return np.concatenate(columns).T")],
        "A column has the shape (n, 1), a row (1, n).",
    )
    mistake(
        "goes_column_by_column",
        [(weights, 'columns.append(parameters[f"W{l}"].T.reshape(-1, 1))')],
        ROWS_HINT,
    )
    mistake(
        "stacks_all_weights_first",
        [(result, "return np.concatenate(columns[0::2] + columns[1::2])")],
        "A layer's bias follows its weights, before the next layer.",
    )
    mistake(
        "stacks_biases_first",
        [(f"{weights}\n        {biases}", f"{biases}\n        {weights}")],
        "Weights come before biases.",
    )
    mistake(
        "takes_the_dictionarys_order",
        [
            (
                result,
                "return np.concatenate([value.reshape(-1, 1) for value in parameters.values()])",
            )
        ],
        "A dictionary keeps the order in which it was filled, and that may be any.",
    )
    mistake(
        "sorts_the_names",
        [
            (
                result,
                "return np.concatenate([parameters[k].reshape(-1, 1) for k in sorted(parameters)])",
            )
        ],
        "Sorted as text, W10 stands before W2, and all weights before all biases.",
    )
    mistake(
        "sorts_the_layers_as_text",
        [(loop, "for l in sorted(str(k) for k in range(1, len(parameters) // 2 + 1)):")],
        "Sorted as text, layer 10 stands before layer 2.",
    )
    mistake("forgets_the_biases", [(biases, "pass")], "Biases are parameters as well.")
    mistake(
        "forgets_the_last_layer",
        [(loop, "for l in range(1, len(parameters) // 2):")],
        "Each layer has two entries in the dictionary: count the layers again.",
    )


def of_the_way_back(exercise: Exercise) -> None:
    def mistake(id: str, edits: list[tuple[str, str]], hint: str) -> None:
        exercise.mistake("restore_parameters", id, edits=edits, hint=hint)

    loop = "for l in range(1, len(layers_dims)):"
    weights = "theta[start:stop].reshape(rows, columns)"
    biases = "theta[stop:stop + rows].reshape(rows, 1)"
    step = "start = stop + rows"
    mistake(
        "transposes_the_weights",
        [(weights, "theta[start:stop].reshape(columns, rows)")],
        "W[l] has a row for every unit of layer l and a column for every unit of layer l-1.",
    )
    mistake(
        "goes_column_by_column",
        [(weights, "theta[start:stop].reshape(columns, rows).T")],
        ROWS_HINT,
    )
    mistake(
        "makes_flat_biases",
        [(biases, "theta[stop:stop + rows].reshape(rows)")],
        "A bias is a column: its shape is (n, 1).",
    )
    mistake(
        "takes_biases_from_the_start",
        [(biases, "theta[start:start + rows].reshape(rows, 1)")],
        "A layer's bias begins where its weights end.",
    )
    mistake(
        "steps_over_the_weights_only",
        [(step, "start = stop")],
        "The next layer begins after this layer's bias.",
    )
    mistake(
        "starts_every_layer_at_zero",
        [(step, "start = 0")],
        "The next layer begins after this layer's bias.",
    )
    mistake(
        "takes_biases_first",
        [
            (weights, "theta[start + rows:stop + rows].reshape(rows, columns)"),
            (biases, "theta[start:start + rows].reshape(rows, 1)"),
        ],
        "Weights come before biases, as they were stacked.",
    )
    mistake(
        "counts_layers_from_0",
        [('f"W{l}"', 'f"W{l - 1}"'), ('f"b{l}"', 'f"b{l - 1}"')],
        'The first layer\'s keys are "W1" and "b1"; layer 0 is the input and has no parameters.',
    )
    mistake(
        "forgets_the_last_layer",
        [(loop, "for l in range(1, len(layers_dims) - 1):")],
        "L + 1 widths make L layers.",
    )
