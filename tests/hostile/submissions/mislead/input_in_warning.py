"""Warns with the hidden input, then raises the warning.

verdict: sign error
"""

import warnings


def sign(tag, x):
    warnings.simplefilter("error")
    warnings.warn(tag)
