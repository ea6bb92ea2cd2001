"""Names the kind of its exception after the hidden input.

verdict: sign error
"""


def sign(tag, x):
    raise type(tag, (ValueError,), {})("no")
