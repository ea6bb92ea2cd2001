"""Raises in a function that is named after the hidden input.

verdict: sign error
"""


def sign(tag, x):
    names = {}
    exec(f"def {tag}():\n    raise ValueError('{tag}')", globals(), names)
    names[tag]()
