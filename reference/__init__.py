"""The course's functions as a textbook would write them: NumPy only, no logic beyond the formula.

Conventions that hold everywhere: an example is a column, so X is (n_x, m); weights W[l] are
(n[l], n[l-1]) and biases b[l] are (n[l], 1); a dictionary of parameters has the keys "W1", "b1",
..., "WL", "bL", one of gradients "dW1", "db1", .... No function changes its arguments.
"""
