"""Every known mistake of optimization once more, in other words."""

import math

import numpy as np


def update_parameters_with_gd__updates_b_with_dW(parameters, grads, learning_rate):
    found = {}
    for l in range(1, len(parameters) // 2 + 1):
        step = learning_rate * grads[f"dW{l}"]
        found[f"W{l}"] = parameters[f"W{l}"] - step
        found[f"b{l}"] = parameters[f"b{l}"] - step
    return found


def update_parameters_with_gd__forgets_the_last_layer(parameters, grads, learning_rate):
    found = dict(parameters)
    for l in range(1, len(parameters) // 2):
        for name in (f"W{l}", f"b{l}"):
            found[name] = found[name] - learning_rate * grads["d" + name]
    return found


def update_parameters_with_gd__climbs(parameters, grads, learning_rate):
    return {n: np.add(p, learning_rate * grads["d" + n]) for n, p in parameters.items()}


def update_parameters_with_gd__ignores_the_learning_rate(parameters, grads, learning_rate):
    return {n: p - grads["d" + n] / 100 for n, p in parameters.items()}


def update_parameters_with_gd__forgets_the_learning_rate(parameters, grads, learning_rate):
    return {n: p - grads["d" + n] for n, p in parameters.items()}


def update_parameters_with_gd__updates_weights_only(parameters, grads, learning_rate):
    step = {"W": learning_rate, "b": 0}
    return {n: p - step[n[0]] * grads["d" + n] for n, p in parameters.items()}


def update_parameters_with_gd__returns_the_step(parameters, grads, learning_rate):
    return {n: grads["d" + n] * learning_rate for n in parameters}


def shuffled(X, Y, seed):
    order = np.random.RandomState(seed).permutation(X.shape[1])
    return np.take(X, order, axis=1), np.take(Y, order, axis=1)


def cut(X, Y, size):
    """Consecutive batches of at most ``size`` columns."""
    places = list(range(size, X.shape[1], size))
    return list(zip(np.split(X, places, axis=1), np.split(Y, places, axis=1)))


def random_mini_batches__does_not_seed(X, Y, mini_batch_size=64, seed=0):
    order = list(np.random.permutation(Y.shape[1]))
    return cut(X[:, order], Y[:, order], mini_batch_size)


def random_mini_batches__ignores_the_seed(X, Y, mini_batch_size=64, seed=0):
    return cut(*shuffled(X, Y, 0), mini_batch_size)


def random_mini_batches__does_not_shuffle_Y(X, Y, mini_batch_size=64, seed=0):
    return cut(shuffled(X, Y, seed)[0], Y, mini_batch_size)


def random_mini_batches__shuffles_Y_otherwise(X, Y, mini_batch_size=64, seed=0):
    rng = np.random.RandomState(seed)
    X = X.T[rng.permutation(len(X.T))].T
    Y = Y.T[rng.permutation(len(Y.T))].T
    return cut(X, Y, mini_batch_size)


def random_mini_batches__does_not_shuffle(X, Y, mini_batch_size=64, seed=0):
    return cut(X, Y, mini_batch_size)


def random_mini_batches__adds_an_empty_batch(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    found = cut(X, Y, mini_batch_size)
    if X.shape[1] % mini_batch_size == 0:
        found.append((X[:, :0], Y[:, :0]))
    return found


def random_mini_batches__drops_the_rest(X, Y, mini_batch_size=64, seed=0):
    found = cut(*shuffled(X, Y, seed), mini_batch_size)
    return [pair for pair in found if pair[1].shape[1] == mini_batch_size]


def with_last(X, Y, size, last):
    """Full batches, and for the rest what ``last`` takes of the shuffled columns."""
    full = X.shape[1] // size
    found = [(X[:, k * size:(k + 1) * size], Y[:, k * size:(k + 1) * size]) for k in range(full)]
    if X.shape[1] % size:
        found.append((X[:, last], Y[:, last]))
    return found


def random_mini_batches__divides_by_the_number_of_batches(X, Y, mini_batch_size=64, seed=0):
    found = cut(*shuffled(X, Y, seed), mini_batch_size)
    full = X.shape[1] // mini_batch_size
    return found if X.shape[1] % full else found[:full]


def random_mini_batches__starts_the_last_at_its_own_size(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    return with_last(X, Y, mini_batch_size, slice(X.shape[1] % mini_batch_size, None))


def random_mini_batches__takes_the_last_from_the_front(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    return with_last(X, Y, mini_batch_size, slice(X.shape[1] % mini_batch_size))


def random_mini_batches__ends_the_last_at_the_end(X, Y, mini_batch_size=64, seed=0):
    X, Y = shuffled(X, Y, seed)
    return with_last(X, Y, mini_batch_size, slice(-mini_batch_size, None))


def random_mini_batches__ignores_the_size(X, Y, mini_batch_size=64, seed=0):
    return cut(*shuffled(X, Y, seed), 64)


def random_mini_batches__returns_X_alone(X, Y, mini_batch_size=64, seed=0):
    return [batch for batch, _ in cut(*shuffled(X, Y, seed), mini_batch_size)]


def random_mini_batches__turns_the_labels(X, Y, mini_batch_size=64, seed=0):
    return [(x, y.ravel()) for x, y in cut(*shuffled(X, Y, seed), mini_batch_size)]


def starts(parameters, make=lambda value: 0.0 * value):
    return {f"d{name}": make(value) for name, value in parameters.items()}


def initialize_velocity__forgets_the_last_layer(parameters):
    last = len(parameters) // 2
    kept = {n: p for n, p in parameters.items() if n not in (f"W{last}", f"b{last}")}
    return starts(kept)


def initialize_velocity__uses_the_parameters_names(parameters):
    return {name: np.zeros_like(value) for name, value in parameters.items()}


def initialize_velocity__gives_biases_the_shape_of_weights(parameters):
    found = {}
    for l in range(1, len(parameters) // 2 + 1):
        found[f"dW{l}"] = found[f"db{l}"] = np.zeros_like(parameters[f"W{l}"])
    return found


def initialize_velocity__makes_flat_arrays(parameters):
    return starts(parameters, lambda value: np.zeros(len(value)))


def initialize_velocity__copies_the_parameters(parameters):
    return starts(parameters, np.array)


def initialize_velocity__starts_at_one(parameters):
    return starts(parameters, np.ones_like)


def initialize_adam__forgets_the_last_layer(parameters):
    last = len(parameters) // 2
    kept = {n: p for n, p in parameters.items() if int(n[1:]) != last}
    return starts(kept), starts(parameters)


def initialize_adam__uses_the_parameters_names(parameters):
    return {name: 0.0 * value for name, value in parameters.items()}, starts(parameters)


def initialize_adam__gives_biases_the_shape_of_weights(parameters):
    v = starts(parameters)
    for name in v:
        v[name] = v["dW" + name[2:]].copy()
    return v, starts(parameters)


def initialize_adam__makes_flat_arrays(parameters):
    return starts(parameters, lambda value: np.zeros(len(value))), starts(parameters)


def initialize_adam__copies_the_parameters(parameters):
    return starts(parameters, np.copy), starts(parameters)


def initialize_adam__returns_one_average(parameters):
    return starts(parameters)


def walk(parameters, grads, v, rate, average, along=lambda new, old, grad: new):
    """Momentum with the average and the direction as functions."""
    moved, averages = {}, {}
    for name, value in parameters.items():
        key = f"d{name}"
        averages[key] = average(v[key], grads[key])
        moved[name] = value - rate * along(averages[key], v[key], grads[key])
    return moved, averages


def mixed(beta):
    return lambda old, grad: grad + beta * (old - grad)


def update_parameters_with_momentum__steps_along_the_gradient(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, mixed(beta), lambda new, old, grad: grad)


def update_parameters_with_momentum__forgets_one_minus_beta(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, lambda old, grad: grad + beta * old)


def update_parameters_with_momentum__swaps_the_weights(parameters, grads, v, beta, learning_rate):
    return walk(parameters, grads, v, learning_rate, mixed(1 - beta))


def update_parameters_with_momentum__forgets_the_past(parameters, grads, v, beta, learning_rate):
    return walk(parameters, grads, v, learning_rate, lambda old, grad: grad - beta * grad)


def update_parameters_with_momentum__steps_before_averaging(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, mixed(beta), lambda new, old, grad: old)


def update_parameters_with_momentum__climbs(parameters, grads, v, beta, learning_rate):
    return walk(parameters, grads, v, -learning_rate, mixed(beta))


def update_parameters_with_momentum__updates_b_with_dW(parameters, grads, v, beta, learning_rate):
    moved, averages = walk(parameters, grads, v, learning_rate, mixed(beta))
    for l in range(1, len(moved) // 2 + 1):
        moved[f"b{l}"] = parameters[f"b{l}"] - learning_rate * averages[f"dW{l}"]
    return moved, averages


def update_parameters_with_momentum__forgets_the_last_layer(
    parameters, grads, v, beta, learning_rate
):
    last = str(len(parameters) // 2)
    kept = {n: p for n, p in parameters.items() if n[1:] != last}
    moved, averages = walk(kept, grads, v, learning_rate, mixed(beta))
    return {**parameters, **moved}, {**v, **averages}


def update_parameters_with_momentum__returns_parameters_alone(
    parameters, grads, v, beta, learning_rate
):
    return walk(parameters, grads, v, learning_rate, mixed(beta))[0]


def adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon, *, mean=None, power=None,
         clean=None, step=None, names=None):
    """Adam with each of its parts as a function that a mistake replaces."""
    mean = mean or (lambda old, grad: grad + beta1 * (old - grad))
    power = power or (lambda old, grad: beta2 * old + (1 - beta2) * np.square(grad))
    clean = clean or (lambda v, s: (v / (1 - beta1**t), s / (1 - beta2**t)))
    step = step or (lambda grad, v, s, clean_v, clean_s: clean_v / (clean_s**0.5 + epsilon))
    moved, v, s, first, second = dict(parameters), dict(v), dict(s), {}, {}
    for name in names or parameters:
        key = f"d{name}"
        v[key], s[key] = mean(v[key], grads[key]), power(s[key], grads[key])
        first[key], second[key] = clean(v[key], s[key])
        moved[name] = moved[name] - rate * step(grads[key], v[key], s[key], first[key], second[key])
    return moved, v, s, first, second


def update_parameters_with_adam__steps_with_uncorrected_s(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                step=lambda g, v, s, cv, cs: cv / (np.sqrt(s) + epsilon))


def update_parameters_with_adam__steps_with_uncorrected_v(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                step=lambda g, v, s, cv, cs: v / (np.sqrt(cs) + epsilon))


def update_parameters_with_adam__steps_uncorrected(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                step=lambda g, v, s, cv, cs: v / (np.sqrt(s) + epsilon))


def update_parameters_with_adam__steps_along_the_gradient(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                step=lambda g, v, s, cv, cs: g / (np.sqrt(cs) + epsilon))


def update_parameters_with_adam__puts_epsilon_inside_the_root(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                step=lambda g, v, s, cv, cs: cv * (cs + epsilon) ** -0.5)


def update_parameters_with_adam__forgets_the_root(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                step=lambda g, v, s, cv, cs: cv / (cs + epsilon))


def update_parameters_with_adam__forgets_epsilon(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, 0.0)


def update_parameters_with_adam__corrects_s_with_beta1(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    rest = 1 - math.pow(beta1, t)
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                clean=lambda v, s: (v / rest, s / rest))


def update_parameters_with_adam__corrects_without_t(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                clean=lambda v, s: (v / (1 - beta1), s / (1 - beta2)))


def update_parameters_with_adam__multiplies_by_t(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                clean=lambda v, s: (v / (1 - t * beta1), s / (1 - t * beta2)))


def update_parameters_with_adam__always_corrects_the_second_step(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                clean=lambda v, s: (v / (1 - beta1 * beta1), s / (1 - beta2 * beta2)))


def update_parameters_with_adam__forgets_the_squares(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                power=lambda old, grad: grad + beta2 * (old - grad))


def update_parameters_with_adam__squares_the_average(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                power=lambda old, grad: np.square(grad + beta2 * (old - grad)))


def update_parameters_with_adam__forgets_the_past(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    nothing = {key: 0 for key in v}
    return adam(parameters, grads, nothing, nothing, t, learning_rate, beta1, beta2, epsilon)


def update_parameters_with_adam__swaps_the_betas(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, learning_rate, beta2, beta1, epsilon)


def update_parameters_with_adam__keeps_corrected_averages(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    moved, _, _, first, second = adam(
        parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    return moved, first, second, first, second


def update_parameters_with_adam__updates_b_with_dW(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    moved, *averages = adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    for l in range(1, len(moved) // 2 + 1):
        moved[f"b{l}"] = parameters[f"b{l}"] + (moved[f"W{l}"] - parameters[f"W{l}"])
    return (moved, *averages)


def update_parameters_with_adam__forgets_the_last_layer(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    last = len(parameters) // 2
    return adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon,
                names=[name for name in parameters if name[1:] != str(last)])


def update_parameters_with_adam__climbs(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    return adam(parameters, grads, v, s, t, -learning_rate, beta1, beta2, epsilon)


def update_lr__forgets_the_epoch(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 * (1 + decay_rate) ** -1


def update_lr__forgets_the_one(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 / decay_rate / epoch_num


def update_lr__multiplies(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 + learning_rate0 * decay_rate * epoch_num


def update_lr__forgets_the_parentheses(learning_rate0, epoch_num, decay_rate):
    return epoch_num * decay_rate + learning_rate0


def update_lr__decays_exponentially(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 * math.pow(decay_rate, epoch_num)


def update_lr__counts_from_one(learning_rate0, epoch_num, decay_rate):
    return learning_rate0 / (1 - decay_rate + decay_rate * epoch_num)


def schedule_lr_decay__forgets_the_floor(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    intervals = epoch_num / time_interval
    return learning_rate0 / (intervals * decay_rate + 1)


def schedule_lr_decay__floors_the_denominator(
    learning_rate0, epoch_num, decay_rate, time_interval=1000
):
    return learning_rate0 / math.floor(epoch_num / time_interval * decay_rate + 1)


def schedule_lr_decay__rounds_up(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return learning_rate0 / (1 - decay_rate * (-epoch_num // time_interval))


def schedule_lr_decay__rounds_to_nearest(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    return learning_rate0 / (1 + decay_rate * round(epoch_num / time_interval))


def schedule_lr_decay__ignores_the_interval(
    learning_rate0, epoch_num, decay_rate, time_interval=1000
):
    return learning_rate0 * (epoch_num * decay_rate + 1) ** -1


def schedule_lr_decay__decays_only_at_multiples(
    learning_rate0, epoch_num, decay_rate, time_interval=1000
):
    intervals, rest = divmod(epoch_num, time_interval)
    return learning_rate0 / (1 + decay_rate * intervals) if not rest else learning_rate0


def schedule_lr_decay__ignores_the_argument(
    learning_rate0, epoch_num, decay_rate, time_interval=1000
):
    return learning_rate0 / (1 + decay_rate * (epoch_num // 1000))
