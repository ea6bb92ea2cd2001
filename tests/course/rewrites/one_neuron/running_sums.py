"""Every known mistake of running_sums once more, in other words."""

import math

import numpy as np


def squash(z):
    return np.exp(z) / (1 + np.exp(z))


def examples(w, b, X, Y):
    """Loss, x dz and dz of every example."""
    for i in range(X.shape[1]):
        a = squash(w[:, 0] @ X[:, i] + b)
        y = Y[0, i]
        yield -math.log(a if y else 1 - a), X[:, i] * (a - y), a - y


def gathered(terms, accumulate=True):
    J, dw, db = (np.array(column) for column in zip(*terms))
    if accumulate:
        J, dw, db = J.cumsum(), dw.cumsum(0), db.cumsum()
    return {"J": J, "dw": dw.T, "db": db}


def running_sums__forgets_to_add_up(w, b, X, Y):
    return gathered(examples(w, b, X, Y), accumulate=False)


def running_sums__averages_as_it_goes(w, b, X, Y):
    sums = gathered(examples(w, b, X, Y))
    for i in range(X.shape[1]):
        for value in sums.values():
            value[..., i] /= i + 1
    return sums


def running_sums__divides_by_m(w, b, X, Y):
    m = len(Y[0])
    return {name: value / m for name, value in gathered(examples(w, b, X, Y)).items()}


def running_sums__turns_the_sign(w, b, X, Y):
    return gathered((J, -dw, -db) for J, dw, db in examples(w, b, X, Y))


def running_sums__turns_the_sign_of_the_loss(w, b, X, Y):
    return gathered((-J, dw, db) for J, dw, db in examples(w, b, X, Y))


def running_sums__forgets_the_zeros(w, b, X, Y):
    terms = zip(examples(w, b, X, Y), Y[0])
    return gathered((J * y, dw, db) for (J, dw, db), y in terms)


def running_sums__adds_up_features(w, b, X, Y):
    sums = gathered(examples(w, b, X, Y))
    sums["dw"] = (X * (squash(w.T @ X + b) - Y)).cumsum(0)
    return sums


def running_sums__forgets_the_features(w, b, X, Y):
    return gathered((J, np.repeat(db, len(w)), db) for J, _, db in examples(w, b, X, Y))


def running_sums__multiplies_by_the_activation(w, b, X, Y):
    sums = gathered(examples(w, b, X, Y))
    sums["dw"] = (squash(w.T @ X + b) * X).cumsum(1)
    return sums
