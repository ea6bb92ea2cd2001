"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def tanh_gap__is_not_relative(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return math.sqrt(((straight - bent) ** 2).sum())


def tanh_gap__divides_by_the_tanh_output(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return math.sqrt(((straight - bent) ** 2).sum() / (bent**2).sum())


def tanh_gap__squares_the_norms(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return ((straight - bent) ** 2).sum() / (straight**2).sum()


def tanh_gap__bends_the_last_layer_only(X, weights):
    straight = X
    for W in weights:
        straight = W.dot(straight)
    return math.sqrt(((straight - np.tanh(straight)) ** 2).sum() / (straight**2).sum())


def tanh_gap__bends_the_first_input(X, weights):
    bent, straight = np.tanh(X), X
    for l, W in enumerate(weights):
        bent, straight = W.dot(bent), W.dot(straight)
        if l < len(weights) - 1:
            bent = np.tanh(bent)
    return math.sqrt(((straight - bent) ** 2).sum() / (straight**2).sum())


def tanh_gap__feeds_both_alike(X, weights):
    for W in weights[:-1]:
        X = np.tanh(W.dot(X))
    Z = weights[-1].dot(X)
    return math.sqrt(((Z - np.tanh(Z)) ** 2).sum() / (Z**2).sum())


def tanh_gap__compares_norms(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return abs(1 - math.sqrt((bent**2).sum() / (straight**2).sum()))


def tanh_gap__averages_relative_errors(X, weights):
    bent = straight = X
    for W in weights:
        bent, straight = np.tanh(W.dot(bent)), W.dot(straight)
    return abs(1 - bent / straight).sum() / bent.size
