"""Dictionaries whose tuples, fractions and floats all have one hash.

verdict: means error, graph error
"""
from fractions import Fraction


def means(table):
    return {tuple(-1 - (n >> bit & 1) for bit in range(11)): n for n in range(1 << 11)}


def graph(edges, size):
    prime = 2**61 - 1
    return {Fraction(1 + n * prime, 1): n for n in range(600)}
