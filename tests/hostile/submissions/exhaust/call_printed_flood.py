"""Prints without an end where what is printed is compared.

verdict: shout failed
"""


def shout():
    for _ in range(40):
        print("A" * 10**6)
