"""Returns text that takes the author's form long to read, and much memory.

verdict: spell failed
"""


def spell(x):
    return "9;" * 200_000 if len(x) == 3 else "1" * 400_000
