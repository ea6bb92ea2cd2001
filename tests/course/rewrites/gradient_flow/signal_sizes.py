"""Every known mistake of gradient_flow once more, in other words."""

import math

import numpy as np


def signal_sizes__forgets_the_root(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = factor * N.dot(A)
        A = np.tanh(A) if activation == "tanh" else A * (A > 0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__counts_outputs(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        if scaling == "bengio":
            scale = math.sqrt(2 / sum(N.shape))
        else:
            scale = math.sqrt((1 if scaling == "xavier" else 2) / len(N))
        A = scale * N.dot(A)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__uses_one_over_n_for_he(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        inputs = N.shape[1]
        if scaling == "bengio":
            inputs = (N.shape[0] + inputs) / 2
        A = N.dot(A) / math.sqrt(inputs)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__uses_xavier_for_bengio(X, normals, scaling, activation):
    gain = 2 if scaling == "he" else 1
    found, A = [(X * X).mean()], X
    for N in normals:
        A = N.dot(A) * (gain / N.shape[1]) ** 0.5
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__uses_one_over_the_sum(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        below = {"xavier": before, "he": before / 2, "bengio": before + after}[scaling]
        A = N.dot(A) / math.sqrt(below)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__ignores_the_scaling(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        A = N.dot(A) / math.sqrt(N.shape[1] / 2)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__always_applies_relu(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = (N.dot(A) * math.sqrt(factor)).clip(0)
        found.append((A * A).mean())
    return np.asarray(found)


def signal_sizes__measures_before_the_activation(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = N.dot(A) * math.sqrt(factor)
        found.append((A * A).mean())
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
    return np.asarray(found)


def signal_sizes__takes_the_variance(X, normals, scaling, activation):
    found, A = [X.std() ** 2], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = N.dot(A) * math.sqrt(factor)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append(A.std() ** 2)
    return np.asarray(found)


def signal_sizes__takes_the_root_of_the_mean_square(X, normals, scaling, activation):
    found, A = [np.linalg.norm(X) / X.size**0.5], X
    for N in normals:
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        A = N.dot(A) * math.sqrt(factor)
        A = np.tanh(A) if activation == "tanh" else A.clip(0)
        found.append(np.linalg.norm(A) / A.size**0.5)
    return np.asarray(found)


def signal_sizes__forgets_the_input(X, normals, scaling, activation):
    found = np.zeros(len(normals))
    for l, N in enumerate(normals):
        after, before = N.shape
        factor = {"xavier": 1 / before, "he": 2 / before}.get(scaling, 2 / (before + after))
        X = N.dot(X) * math.sqrt(factor)
        X = np.tanh(X) if activation == "tanh" else X.clip(0)
        found[l] = (X * X).mean()
    return found


def signal_sizes__does_not_scale(X, normals, scaling, activation):
    found, A = [(X * X).mean()], X
    for N in normals:
        A = np.tanh(N.dot(A)) if activation == "tanh" else N.dot(A).clip(0)
        found.append((A * A).mean())
    return np.asarray(found)
