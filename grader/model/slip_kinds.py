"""The kinds of slip that a diagnosis may name: students read one sentence for each."""

SLIP_KINDS = (
    "absolute_value", "argument_left_out", "axis", "complement", "condition", "copy", "degrees_of_freedom",
    "index", "keepdims", "key", "kind_of_product", "missing_factor", "missing_term", "order_of_operands",
    "order_of_statements", "order_of_steps", "other_function", "other_reduction", "other_variable",
    "parameter_ignored", "parentheses", "part_too_often", "place_in_loop", "random_numbers",
    "range_of_loop", "result", "rounding", "shape", "sign", "size", "square", "statement", "step_left_out",
    "step_too_many", "text", "transposition", "wrong_number", "wrong_operation",
)  # fmt: skip
