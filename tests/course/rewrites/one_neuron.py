"""Every known mistake of one_neuron once more, in other words."""

import math

import numpy as np


def squash(z):
    return np.exp(z) / (1 + np.exp(z))


def data_sizes__forgets_the_channels(train_images, test_images):
    side = train_images.shape[1]
    return len(train_images), len(test_images), side, side**2


def data_sizes__counts_the_whole_set(train_images, test_images):
    total = 1
    for n in train_images.shape:
        total *= n
    return len(train_images), len(test_images), train_images.shape[2], total


def data_sizes__counts_pixels_as_size(train_images, test_images):
    side = test_images.shape[1]
    return len(train_images), len(test_images), side * side, train_images[0].size


def data_sizes__swaps_the_sets(train_images, test_images):
    return len(test_images), len(train_images), test_images.shape[2], test_images[0].size


def data_sizes__forgets_a_side(train_images, test_images):
    m, side, _, channels = train_images.shape
    return m, len(test_images), side, side * channels


def join_bias__puts_the_bias_last(w, b, X):
    return np.append(w, [[b]], axis=0), np.insert(X, 0, 1, axis=0)


def join_bias__adds_zeros(w, b, X):
    return np.insert(w, 0, b, axis=0), np.pad(X, ((1, 0), (0, 0)))


def join_bias__puts_the_ones_last(w, b, X):
    return np.insert(w, 0, b, axis=0), np.pad(X, ((0, 1), (0, 0)), constant_values=1.0)


def join_bias__repeats_the_bias(w, b, X):
    return np.insert(w, 0, b, axis=0), np.insert(X, 0, b, axis=0)


def join_bias__adds_the_bias_to_the_weights(w, b, X):
    theta = np.zeros((len(w) + 1, 1)) + b
    theta[1:] += w
    return theta, np.insert(X, 0, 1, axis=0)


def walk(x1, x2, w1, w2, b, y):
    a = 1 / (1 + math.exp(-(x1 * w1 + x2 * w2 + b)))
    return a, (a - y) / (a * (1 - a)), a - y


def graph_derivatives__turns_the_sign_of_da(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": -da, "dz": -dz, "dw1": -x1 * dz, "dw2": -x2 * dz, "db": -dz}


def graph_derivatives__forgets_the_sigmoid(x1, x2, w1, w2, b, y):
    _, da, _ = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": da, "dw1": x1 * da, "dw2": x2 * da, "db": da}


def graph_derivatives__forgets_half_of_da(x1, x2, w1, w2, b, y):
    a, _, _ = walk(x1, x2, w1, w2, b, y)
    dz = -y * (1 - a)
    return {"da": -y / a, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def graph_derivatives__takes_a_minus_y_for_da(x1, x2, w1, w2, b, y):
    _, _, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": dz, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def graph_derivatives__multiplies_by_weights(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": dz, "dw1": w1 * dz, "dw2": w2 * dz, "db": dz}


def graph_derivatives__swaps_the_features(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": dz, "dw2": x1 * dz, "dw1": x2 * dz, "db": dz}


def graph_derivatives__says_db_is_one(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, b, y)
    return {"da": da, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": 1}


def graph_derivatives__forgets_the_bias(x1, x2, w1, w2, b, y):
    _, da, dz = walk(x1, x2, w1, w2, 0, y)
    return {"da": da, "dz": dz, "dw1": x1 * dz, "dw2": x2 * dz, "db": dz}


def partial_dots__does_not_add_up(w, x):
    return np.array([[a * b] for a, b in zip(w[:, 0], x[:, 0])])


def partial_dots__returns_the_last_sum(w, x):
    return w.T @ x


def partial_dots__begins_with_the_zero(w, x):
    total, sums = 0.0, []
    for j in range(len(w)):
        sums.append([total])
        total += w[j, 0] * x[j, 0]
    return np.array(sums)


def partial_dots__begins_at_the_end(w, x):
    total, sums = 0.0, []
    for j in reversed(range(len(w))):
        total += w[j, 0] * x[j, 0]
        sums.append([total])
    return np.array(sums)


def partial_dots__makes_a_flat_array(w, x):
    total, sums = 0.0, []
    for j in range(len(w)):
        total += w[j, 0] * x[j, 0]
        sums.append(total)
    return np.array(sums)


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


def totals(w, b, X, Y):
    J, dw, db = 0.0, np.zeros(w.shape), 0.0
    for loss, slope, error in examples(w, b, X, Y):
        J, dw, db = J + loss, dw + slope[:, None], db + error
    return J, dw, db, X.shape[1]


def loop_step__forgets_to_average(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w - learning_rate * dw, b - learning_rate * db, J / m


def loop_step__forgets_to_average_the_cost(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w - learning_rate * dw / m, b - learning_rate * db / m, J


def loop_step__climbs(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w + learning_rate * dw / m, b + learning_rate * db / m, J / m


def loop_step__forgets_the_learning_rate(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return w - dw / m, b - db / m, J / m


def loop_step__keeps_the_bias(w, b, X, Y, learning_rate):
    J, dw, _, m = totals(w, b, X, Y)
    return w - learning_rate * dw / m, b, J / m


def loop_step__learns_from_the_first_example(w, b, X, Y, learning_rate):
    J, _, _, m = totals(w, b, X, Y)
    _, dw, db, _ = totals(w, b, X[:, :1], Y[:, :1])
    return w - learning_rate * dw, b - learning_rate * db, J / m


def loop_step__returns_gradients(w, b, X, Y, learning_rate):
    J, dw, db, m = totals(w, b, X, Y)
    return dw / m, db / m, J / m


def along(w, direction, X, Y, steps, squared):
    """Both costs at each step; what the second one is, ``squared`` says."""
    entropies, errors = [], []
    for t in steps:
        z = ((w + t * direction).T @ X)[0]
        a, y = squash(z), Y[0]
        entropies.append(-np.mean(np.log(np.where(y == 1, a, 1 - a))))
        errors.append(squared(a, y, z))
    return np.array(entropies), np.array(errors)


def costs_along_line__halves_the_squares(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: 0.5 * np.mean((y - a) ** 2))


def costs_along_line__adds_instead_of_averaging(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: (a - y) @ (a - y))


def costs_along_line__swaps_the_results(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))[::-1]


def costs_along_line__walks_backwards(w, direction, X, Y, steps):
    return along(w, -direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))


def costs_along_line__forgets_the_start(w, direction, X, Y, steps):
    return along(0 * w, direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))


def costs_along_line__forgets_the_sigmoid(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: np.mean((y - z) ** 2))


def costs_along_line__takes_distances(w, direction, X, Y, steps):
    return along(w, direction, X, Y, steps, lambda a, y, z: np.abs(y - a).sum() / len(y))


def costs_along_line__turns_the_sign_of_the_loss(w, direction, X, Y, steps):
    entropies, errors = along(w, direction, X, Y, steps, lambda a, y, z: np.mean((y - a) ** 2))
    return -entropies, errors


def second_differences__takes_first_differences(costs):
    return np.diff(costs)


def second_differences__turns_the_sign(costs):
    return -np.diff(costs, 2)


def second_differences__halves(costs):
    return np.diff(np.diff(costs)) * 0.5


def second_differences__forgets_the_two(costs):
    return np.convolve(costs, [1, -1, 1], mode="valid")


def second_differences__skips_a_value(costs):
    return np.array([costs[i + 1] - costs[i - 1] for i in range(1, len(costs) - 1)])
