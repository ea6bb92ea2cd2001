"""Puts the hidden input into an exception's message.

verdict: sign error
"""


def sign(tag, x):
    raise ValueError(f"the tag is {tag}, the numbers are {x}")
