"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def shrink_weights__halves_the_decay(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights = [W - learning_rate * 0.5 * lambd / m * W for W in weights]
    return weights


def shrink_weights__forgets_the_examples(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        for W in weights:
            W -= learning_rate * lambd * W
    return weights


def shrink_weights__forgets_the_learning_rate(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        for W in weights:
            W -= lambd * W / m
    return weights


def shrink_weights__grows(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights = [W + W * (learning_rate * lambd) / m for W in weights]
    return weights


def shrink_weights__makes_one_step(weights, learning_rate, lambd, m, steps):
    gradients = [lambd / m * W for W in weights]
    return [W - learning_rate * dW for W, dW in zip(weights, gradients)]


def shrink_weights__subtracts_from_the_first_weights(weights, learning_rate, lambd, m, steps):
    left = [W.copy() for W in weights]
    for _ in range(steps):
        for W, now in zip(weights, left):
            now -= learning_rate * lambd / m * W
    return left


def shrink_weights__shrinks_the_last_layer_only(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights[-1] = weights[-1] * (1 - learning_rate * lambd / m)
    return weights


def shrink_weights__subtracts_a_number(weights, learning_rate, lambd, m, steps):
    for _ in range(steps):
        weights = [W - learning_rate * lambd / m for W in weights]
    return weights


def shrink_weights__returns_the_decay(weights, learning_rate, lambd, m, steps):
    lost = []
    for W in weights:
        left = W.copy()
        for _ in range(steps):
            left *= 1 - learning_rate * lambd / m
        lost.append(W - left)
    return lost
