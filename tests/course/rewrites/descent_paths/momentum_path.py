"""Every known mistake of momentum_path once more, in other words."""

import numpy as np


def heavy_ball(curvatures, w, learning_rate, keep, take, steps, first=0.0):
    v, rows = first * np.ones_like(w), np.empty((steps + 1, len(w)))
    rows[0] = w
    for k in range(steps):
        v = keep * v + take * curvatures * rows[k]
        rows[k + 1] = rows[k] - learning_rate * v
    return rows


def momentum_path__descends_plainly(curvatures, w, learning_rate, beta, steps):
    return heavy_ball(curvatures, w, learning_rate, 0, 1, steps)


def momentum_path__turns_the_shares(curvatures, w, learning_rate, beta, steps):
    return heavy_ball(curvatures, w, learning_rate, 1 - beta, beta, steps)


def momentum_path__forgets_one_minus_beta(curvatures, w, learning_rate, beta, steps):
    return heavy_ball(curvatures, w, learning_rate, beta, 1, steps)


def momentum_path__begins_with_the_gradient(curvatures, w, learning_rate, beta, steps):
    return heavy_ball(curvatures, w, learning_rate, beta, 1 - beta, steps, first=curvatures * w)


def momentum_path__forgets_the_start(curvatures, w, learning_rate, beta, steps):
    return heavy_ball(curvatures, w, learning_rate, beta, 1 - beta, steps)[1:]


def momentum_path__keeps_the_velocities(curvatures, w, learning_rate, beta, steps):
    rows = heavy_ball(curvatures, w, learning_rate, beta, 1 - beta, steps)
    return np.vstack([rows[:1], (rows[:-1] - rows[1:]) / learning_rate])


def momentum_path__climbs(curvatures, w, learning_rate, beta, steps):
    return heavy_ball(curvatures, w, -learning_rate, beta, 1 - beta, steps)


def momentum_path__corrects_the_bias(curvatures, w, learning_rate, beta, steps):
    v, rows = 0 * w, [w]
    for t in range(1, steps + 1):
        v = beta * v + (1 - beta) * curvatures * rows[-1]
        rows.append(rows[-1] - learning_rate * (v / (1 - beta**t)))
    return np.stack(rows)
