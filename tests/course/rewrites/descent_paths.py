"""Every known mistake of descent_paths once more, in other words."""

import math

import numpy as np


def singular(X):
    return np.linalg.svd(X, compute_uv=False)


def condition_number__turns_the_ratio(X):
    s = singular(X)
    return (s[-1] / s[0]) ** 2


def condition_number__takes_the_root(X):
    return np.linalg.cond(X)


def condition_number__compares_features_only(X):
    sizes = (X * X).sum(axis=1)
    return max(sizes) / min(sizes)


def condition_number__centers_the_inputs(X):
    s = singular(X - X.mean(axis=1)[:, None])
    return (s[0] / s[-1]) ** 2


def condition_number__subtracts(X):
    s = singular(X) ** 2 / X.shape[1]
    return s.max() - s.min()


def count(curvatures, w, learning_rate, near):
    steps = 0
    while not near(w):
        w = (1 - learning_rate * curvatures) * w
        steps += 1
    return steps


def length(w):
    return math.sqrt(sum(v * v for v in w))


def descent_steps__counts_the_start(curvatures, w, learning_rate, tolerance):
    return 1 + count(curvatures, w, learning_rate, lambda w: length(w) <= tolerance)


def descent_steps__stops_too_early(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: length(w) <= tolerance) - 1


def descent_steps__looks_at_the_largest_entry(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: all(abs(w) <= tolerance))


def descent_steps__forgets_the_curvatures(curvatures, w, learning_rate, tolerance):
    return count(np.ones_like(w), w, learning_rate, lambda w: length(w) <= tolerance)


def descent_steps__looks_at_the_gradient(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: length(w * curvatures) <= tolerance)


def descent_steps__squares_the_norm(curvatures, w, learning_rate, tolerance):
    return count(curvatures, w, learning_rate, lambda w: w @ w <= tolerance)


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


def scaled(curvatures, w, learning_rate, keep, take, steps, square, divisor):
    S, rows = 0 * w, [1 * w]
    for _ in range(steps):
        g = curvatures * rows[-1]
        S = keep * S + take * square(g)
        rows.append(rows[-1] - learning_rate * g / divisor(S))
    return np.stack(rows)


def rmsprop_path__forgets_the_squares(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps, np.abs, lambda S: S**0.5 + epsilon
    )


def rmsprop_path__forgets_the_root(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps, np.square, lambda S: S + epsilon
    )


def rmsprop_path__puts_epsilon_inside(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures,
        w,
        learning_rate,
        beta,
        1 - beta,
        steps,
        np.square,
        lambda S: (S + epsilon) ** 0.5,
    )


def rmsprop_path__forgets_epsilon(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(curvatures, w, learning_rate, beta, 1 - beta, steps, np.square, lambda S: S**0.5)


def rmsprop_path__averages_over_directions(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps,
        lambda g: g @ g / len(g), lambda S: S**0.5 + epsilon,
    )  # fmt: skip


def rmsprop_path__turns_the_shares(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, 1 - beta, beta, steps, np.square, lambda S: S**0.5 + epsilon
    )


def rmsprop_path__forgets_one_minus_beta(curvatures, w, learning_rate, beta, epsilon, steps):
    return scaled(
        curvatures, w, learning_rate, beta, 1, steps, np.square, lambda S: S**0.5 + epsilon
    )


def rmsprop_path__forgets_the_start(curvatures, w, learning_rate, beta, epsilon, steps):
    rows = scaled(
        curvatures, w, learning_rate, beta, 1 - beta, steps, np.square, lambda S: S**0.5 + epsilon
    )
    return rows[1:]


def rmsprop_path__descends_plainly(curvatures, w, learning_rate, beta, epsilon, steps):
    return np.array([w * (1 - learning_rate * curvatures) ** t for t in range(steps + 1)])


def averages(values, keep, take, first):
    V = first
    for v in values:
        before, V = V, keep * V + take * v
        yield V - before


def largest_jump__measures_the_values(values, beta):
    return max(abs(b - a) for a, b in zip(values, values[1:]))


def largest_jump__begins_with_zero(values, beta):
    return max(map(abs, averages(values, beta, 1 - beta, 0.0)))


def largest_jump__turns_the_shares(values, beta):
    return max(map(abs, averages(values[1:], 1 - beta, beta, values[0])))


def largest_jump__loses_falls(values, beta):
    return max(averages(values[1:], beta, 1 - beta, values[0]))


def largest_jump__measures_the_range(values, beta):
    levels = values[0] + np.cumsum([0.0, *averages(values[1:], beta, 1 - beta, values[0])])
    return max(levels) - min(levels)


def largest_jump__takes_the_mean(values, beta):
    jumps = [abs(j) for j in averages(values[1:], beta, 1 - beta, values[0])]
    return sum(jumps) / len(jumps)


def batch_count__forgets_the_rest(m, size):
    return math.floor(m / size)


def batch_count__always_adds_one(m, size):
    return 1 + (m - m % size) // size


def batch_count__does_not_round(m, size):
    return m * (1 / size)


def batch_count__turns_the_ratio(m, size):
    return math.ceil(size / m)


def mini_batch__counts_from_zero(X, Y, t, size):
    chosen = slice(t * size, (t + 1) * size)
    return X[:, chosen], Y[:, chosen]


def mini_batch__steps_by_one(X, Y, t, size):
    chosen = slice(t - 1, t - 1 + size)
    return X[:, chosen], Y[:, chosen]


def mini_batch__ends_one_early(X, Y, t, size):
    chosen = slice(t * size - size, t * size - 1)
    return X[:, chosen], Y[:, chosen]


def mini_batch__cuts_the_inputs_only(X, Y, t, size):
    return X[:, t * size - size : t * size], Y


def mini_batch__takes_the_rest(X, Y, t, size):
    return X[:, size * t - size :], Y[:, size * t - size :]


def mini_batch__cuts_from_the_end(X, Y, t, size):
    m = X.shape[1]
    chosen = np.arange(max(0, m - t * size), m)[:size]
    return X[:, chosen], Y[:, chosen]


def epochs_of(w, b, X, Y, rate, size, epochs, divisor=None, cost=np.mean, step=1, last=True):
    """Train; what may go wrong are keywords."""
    m = X.shape[1]
    costs = []
    for _ in range(epochs):
        starts = list(range(0, m, size))
        for start in starts if last else starts[:-1]:
            x, y = X[:, start : start + size], Y[:, start : start + size]
            a = 1 / (1 + np.exp(-(x.T @ w).T - b))
            costs.append(cost(-np.log(np.where(y == 1, a, 1 - a))))
            n = x.shape[1] if divisor is None else divisor
            error = (a - y) / n
            w = w - step * rate * x @ error.T
            b = b - step * rate * error.sum()
    return w, b, costs


def train_on_mini_batches__averages_over_all_examples(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, divisor=Y.size)


def train_on_mini_batches__divides_by_the_full_size(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, divisor=size)


def train_on_mini_batches__forgets_to_average(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, divisor=1)


def train_on_mini_batches__trains_on_everything(w, b, X, Y, learning_rate, size, epochs):
    batches = math.ceil(Y.size / size)
    return epochs_of(w, b, X, Y, learning_rate, Y.size, epochs * batches)


def train_on_mini_batches__trains_one_epoch(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, 1)


def train_on_mini_batches__keeps_one_cost_per_epoch(w, b, X, Y, learning_rate, size, epochs):
    w, b, costs = epochs_of(w, b, X, Y, learning_rate, size, epochs)
    return w, b, [costs[k * len(costs) // epochs] for k in range(epochs)]


def train_on_mini_batches__leaves_the_last_batch(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, last=False)


def train_on_mini_batches__adds_up_the_cost(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, cost=np.sum)


def train_on_mini_batches__keeps_the_bias(w, b, X, Y, learning_rate, size, epochs):
    costs = []
    for start in [*range(0, Y.size, size)] * epochs:
        x, y = X[:, start : start + size], Y[:, start : start + size]
        a = 1 / (1 + np.exp(-(w.T @ x) - b))
        costs.append(-np.log(np.where(y == 1, a, 1 - a)).mean())
        w = w - learning_rate * x @ (a - y).T / y.size
    return w, b, costs


def train_on_mini_batches__climbs(w, b, X, Y, learning_rate, size, epochs):
    return epochs_of(w, b, X, Y, learning_rate, size, epochs, step=-1)


def sizes(weights, power=2):
    return [float(np.sum(np.abs(W.ravel()) ** power)) for W in weights]


def stopped_norms__takes_the_root(weights, dev_errors):
    n = sizes(weights)
    return tuple(v**0.5 for v in (n[0], n[dev_errors.index(min(dev_errors))], n[-1]))


def stopped_norms__adds_without_squares(weights, dev_errors):
    n = [W.ravel().sum() for W in weights]
    return n[0], n[dev_errors.index(min(dev_errors))], n[-1]


def stopped_norms__keeps_the_worst_epoch(weights, dev_errors):
    n = sizes(weights)
    return n[0], n[dev_errors.index(max(dev_errors))], n[-1]


def stopped_norms__keeps_the_epoch_after(weights, dev_errors):
    n = sizes(weights)
    return n[0], n[dev_errors.index(min(dev_errors)) + 1], n[-1]


def stopped_norms__leaves_out_the_last(weights, dev_errors):
    n = sizes(weights)
    return n[0], n[dev_errors.index(min(dev_errors))]


def stopped_norms__averages_the_squares(weights, dev_errors):
    n = [v / weights[0].size for v in sizes(weights)]
    return n[0], n[dev_errors.index(min(dev_errors))], n[-1]
