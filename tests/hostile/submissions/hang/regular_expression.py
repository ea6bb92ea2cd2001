"""Has a regular expression backtrack for ever.

verdict: weigh timeout
"""

import re


def weigh(X, w):
    re.match("(a+)+$", "a" * 60 + "b")
