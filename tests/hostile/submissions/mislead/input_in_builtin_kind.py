"""Claims a builtin exception of the hidden input's name.

verdict: sign error
"""


def sign(tag, x):
    kind = type(tag, (Exception,), {"__module__": "builtins", "__qualname__": tag})
    raise kind(tag)
