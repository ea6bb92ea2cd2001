"""Prints the hidden input, and writes it to every stream.

verdict: sign error
"""

import os
import sys


def sign(tag, x):
    print(tag)
    print(tag, file=sys.stderr)
    os.write(1, tag.encode())
    raise ValueError(tag)
