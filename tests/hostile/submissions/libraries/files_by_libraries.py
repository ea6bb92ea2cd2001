"""Has the libraries open files and start processes for it.

verdict: means error, graph error, curve error
"""
import matplotlib.pyplot as plt
import pandas as pd
import scipy.io


def means(table):
    return pd.read_csv("/etc/passwd", sep=":")


def graph(edges, size):
    return scipy.io.mmread("/etc/passwd")


def curve(x, y):
    plt.plot(x, y)
    plt.style.use("/etc/passwd")
