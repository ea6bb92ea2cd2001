"""Draws more lines, columns and entries than anybody could compare.

verdict: means failed, graph error, curve error
"""
import matplotlib.pyplot as plt
import pandas as pd
import scipy.sparse
from matplotlib.lines import Line2D


def means(table):
    return pd.DataFrame([range(3000)])


def graph(edges, size):
    return scipy.sparse.random(2000, 2000, 0.05)


def curve(x, y):
    ax = plt.figure().add_subplot()
    ax.lines
    ax._children = [Line2D([0], [0])] * 300_000
