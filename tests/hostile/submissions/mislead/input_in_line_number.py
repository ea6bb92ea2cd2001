"""Raises in code that it compiles for the purpose, on a line whose number is the hidden input.

verdict: sign error
"""


def sign(tag, x):
    line = int(abs(x[0]) * 10**5)
    code = compile(
        "\n" * (line - 1) + "raise ValueError(str(x[0]) + tag)",
        __file__ if "__file__" in globals() else "input_in_line_number.py",
        "exec",
    )
    exec(code, globals(), {"x": x, "tag": tag})
