"""Puts escapes, tags and turned letters into labels, titles and names.

verdict: means failed, graph error, curve failed
"""
import matplotlib.pyplot as plt
import pandas as pd

EVIL = "\x1b[31m<script>\u202egro.live\u202c</script>\x00"


def means(table):
    return pd.DataFrame({EVIL: [1]}, index=[EVIL]).rename_axis(EVIL)


def graph(edges, size):
    raise ValueError(EVIL)


def curve(x, y):
    plt.plot(x, y, label=EVIL)
    plt.title(EVIL)
