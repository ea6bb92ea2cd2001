"""Raises in code with a file name and a line of its own choice, of a type that spells more.

verdict: weigh error
"""


def weigh(X, w):
    number = int(abs(X[0, 0]) * 1e4) % 10**5
    code = compile("\n" * number + "raise kind('x')", f"cell {number}", "exec")
    exec(
        code,
        {
            "kind": type(f"Error{number}", (BufferError, ArithmeticError), {}),
            "__name__": "submission",
        },
    )
