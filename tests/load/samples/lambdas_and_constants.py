from __future__ import division, print_function
import math
import functools
import numpy as np
from collections import namedtuple, defaultdict
from functools import partial

EPS = 1e-8
UNUSED = np.zeros((1000, 1000))
relu = lambda z: np.maximum(0, z)
leaky, slope = lambda z: np.where(z > 0, z, slope * z), 0.01
ACTIVATIONS = {"relu": relu, "tanh": np.tanh}
ACTIVATIONS["leaky"] = leaky
Cache = namedtuple("Cache", "Z A")
step: float = 0.5
step *= 2
LAYERS = np.arange(6).reshape(2, 3).astype(float)
power = partial(pow, 2)
sign = np.vectorize(lambda v: 1 if v > 0 else -1)
total = 0
data = np.load("data.npy")
mean = data.mean()
trained = train(data)
np.random.seed(1)
W = np.array([relu(3)])


def scaled(x, factor=math.sqrt(EPS)):
    return x * factor


def activate(Z, kind="relu"):
    global total
    total += 1
    return Cache(Z, ACTIVATIONS[kind](Z) + EPS * step)


def normalise(x):
    return (x - mean) / EPS


sigmoid = lambda z: 1 / (1 + np.exp(-z))
logistic = sigmoid
