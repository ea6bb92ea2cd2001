from z_helpers import *
from z_helpers import scale as rescale, SHIFT
import z_helpers as zh
import y_costs


def predict(X):
    return rescale(X) + SHIFT + zh.OFFSET


def cost(A, Y):
    return y_costs.squared(A, Y)


if __name__ == "__main__":
    predict(3)
