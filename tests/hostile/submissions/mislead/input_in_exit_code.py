"""Ends with an exit status made of the hidden input, and raises where that is refused.

verdict: sign error
"""

import os


def sign(tag, x):
    try:
        raise ValueError(tag)
    except ValueError:
        if tag == "public":
            raise
        os._exit(ord(tag[0]))
