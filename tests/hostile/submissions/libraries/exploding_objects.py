"""Returns objects of the libraries whose every method raises something else.

verdict: means error, graph error, curve error
"""
import matplotlib.figure
import pandas as pd
import scipy.sparse


class Explosion(BaseException):
    pass


def explode(*args, **kwargs):
    raise Explosion


class Table(pd.Series):
    index = array = name = property(explode)


class Matrix(scipy.sparse.csr_array):
    tocoo = explode


class Figure(matplotlib.figure.Figure):
    axes = property(explode)


def means(table):
    return Table([1.0])


def graph(edges, size):
    return Matrix((size, size))


def curve(x, y):
    return Figure()
