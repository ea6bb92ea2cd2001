"""A set of texts of a megabyte each, and sets of as many numbers as fit.

verdict: means error, graph error
"""
import numpy as np


def means(table):
    return {str(n) * 10**6 for n in range(9)}


def graph(edges, size):
    return set(range(10**6))

