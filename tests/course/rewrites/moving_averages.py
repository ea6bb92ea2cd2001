"""Every known mistake of moving_averages once more, in other words."""

import math

import numpy as np


def moving_average__swaps_the_shares(values, beta):
    found = np.empty_like(values)
    found[0] = beta * values[0]
    for t in range(1, len(values)):
        found[t] = found[t - 1] + beta * (values[t] - found[t - 1])
    return found


def moving_average__forgets_the_rest(values, beta):
    total, found = 0 * values[0], []
    for value in values:
        total = value + total * beta
        found.append(total)
    return np.array(found)


def moving_average__starts_at_the_first_value(values, beta):
    found = values.copy()
    for t in range(1, len(values)):
        found[t] = beta * found[t - 1] + (1 - beta) * values[t]
    return found


def moving_average__corrects_the_bias(values, beta):
    above = below = 0
    found = []
    for value in values:
        above, below = beta * above + value, beta * below + 1
        found.append(above / below)
    return np.array(found)


def moving_average__starts_over_at_every_value(values, beta):
    found = []
    for value in values:
        v = 0
        v = v * beta + value - beta * value
        found.append(v)
    return np.array(found)


def moving_average__mixes_with_the_value_before(values, beta):
    shifted = np.roll(values, 1, axis=0)
    shifted[0] = 0
    return (1 - beta) * values + beta * shifted


def moving_average__is_one_step_late(values, beta):
    found = np.zeros_like(values)
    for t in range(1, len(values)):
        found[t] = beta * found[t - 1] + (1 - beta) * values[t - 1]
    return found


def moving_average__returns_the_last_average(values, beta):
    T = len(values)
    weights = np.array([beta ** (T - 1 - i) for i in range(T)])
    return (1 - beta) * np.tensordot(weights, values, axes=1)


def moving_average__averages_all_equally(values, beta):
    found = np.cumsum(values, axis=0)
    for t in range(len(values)):
        found[t] /= t + 1
    return found


def moving_average__averages_the_last_few(values, beta):
    size = int(round(1 / (1 - beta)))
    found = []
    for stop in range(1, len(values) + 1):
        window = values[:stop][-size:]
        found.append(window.sum(axis=0) / len(window))
    return np.array(found)


def corrected_average__does_not_correct(values, beta):
    found, v = [], 0
    for value in values:
        v = v + (1 - beta) * (value - v)
        found.append(v)
    return np.array(found)


def corrected_average__keeps_the_corrected_average(values, beta):
    found = np.zeros_like(values)
    for i in range(len(values)):
        before = found[i - 1] if i else 0
        found[i] = (beta * before + (1 - beta) * values[i]) / (1 - math.pow(beta, i + 1))
    return found


def corrected_average__counts_one_step_too_many(values, beta):
    found, v, power = [], 0, beta
    for value in values:
        v = v + (1 - beta) * (value - v)
        power *= beta
        found.append(v / (1 - power))
    return np.array(found)


def corrected_average__corrects_by_the_last_step(values, beta):
    found, v = [], 0
    for value in values:
        v = v + (1 - beta) * (value - v)
        found.append(v)
    return np.array(found) / (1 - beta ** len(found))


def corrected_average__forgets_the_power(values, beta):
    found, v = [], 0
    for value in values:
        v = beta * v + value
        found.append(v)
    return np.array(found)


def corrected_average__multiplies(values, beta):
    found, v, power = [], 0, 1
    for value in values:
        v = v + (1 - beta) * (value - v)
        power *= beta
        found.append(v - power * v)
    return np.array(found)


def corrected_average__divides_by_the_power(values, beta):
    found, v, power = [], 0, 1
    for value in values:
        v = v + (1 - beta) * (value - v)
        power *= beta
        found.append(v / power)
    return np.array(found)


def corrected_average__multiplies_beta_by_t(values, beta):
    found, v = [], 0
    for t, value in enumerate(values):
        v = v + (1 - beta) * (value - v)
        found.append(v / (1 - (t + 1) * beta))
    return np.array(found)


def corrected_average__starts_at_the_first_value(values, beta):
    found = [values[0]]
    for value in values[1:]:
        found.append((1 - beta) * value + beta * found[-1])
    return np.array(found)


def corrected_average__starts_at_the_first_value_and_corrects(values, beta):
    found, v, power = [], values[0], 1
    for value in values:
        v = v + (1 - beta) * (value - v)
        power *= beta
        found.append(v / (1 - power))
    return np.array(found)


def corrected_average__swaps_the_shares(values, beta):
    found, v, power = [], 0, 1
    for value in values:
        v = v + beta * (value - v)
        power *= beta
        found.append(v / (1 - power))
    return np.array(found)


def corrected_average__forgets_the_rest(values, beta):
    found, total, power = [], 0, 1
    for value in values:
        total = value + beta * total
        power *= beta
        found.append(total / (1 - power))
    return np.array(found)


def corrected_average__returns_the_last_average(values, beta):
    above = below = 0
    for value in values:
        above, below = beta * above + value, beta * below + 1
    return above / below


def average_weights__starts_with_the_newest(beta, t):
    weights = [1 - beta]
    while len(weights) < t:
        weights.append(beta * weights[-1])
    return np.array(weights)


def average_weights__forgets_the_share(beta, t):
    weights = [1.0]
    while len(weights) < t:
        weights.insert(0, beta * weights[0])
    return np.array(weights)


def average_weights__makes_them_sum_to_one(beta, t):
    weights = np.array([(1 - beta) * beta**age for age in range(t)][::-1])
    return weights / weights.sum()


def average_weights__counts_one_power_too_many(beta, t):
    return np.array([(1 - beta) * beta**age for age in range(t, 0, -1)])


def average_weights__swaps_the_shares(beta, t):
    rest = 1 - beta
    return np.array([beta * math.pow(rest, age) for age in range(t - 1, -1, -1)])


def average_weights__weighs_all_equally(beta, t):
    return np.full(t, 1 / t)


def average_weights__falls_along_a_line(beta, t):
    return (1 - beta) * np.linspace(1 / t, 1, t)


def average_weights__adds_the_start(beta, t):
    weights = [1.0]
    for _ in range(t):
        weights = [beta * w for w in weights] + [1 - beta]
    return np.array(weights)


def averaging_window__returns_the_share(beta):
    return -beta + 1


def averaging_window__divides_by_beta(beta):
    return beta**-1


def averaging_window__rounds(beta):
    return float(np.rint(1 / (1 - beta)))


def averaging_window__rounds_down(beta):
    return math.floor(1 / (1 - beta))


def averaging_window__leaves_out_the_newest(beta):
    return 1 / (1 - beta) - 1


def averaging_window__solves_for_one_over_e(beta):
    return -1 / math.log(beta)


def averaging_window__takes_twice_as_much(beta):
    return (1 - beta) ** -1 * 2
