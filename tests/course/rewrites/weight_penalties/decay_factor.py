"""The known mistakes of `weight_penalties`, each made once more in another hand."""


def decay_factor__returns_what_is_lost(learning_rate, lambd, m):
    return lambd * (learning_rate / m)


def decay_factor__lets_weights_grow(learning_rate, lambd, m):
    return (m + lambd * learning_rate) / m


def decay_factor__keeps_the_half(learning_rate, lambd, m):
    return 1 - 0.5 * lambd * learning_rate / m


def decay_factor__forgets_the_learning_rate(learning_rate, lambd, m):
    return (m - lambd) / m


def decay_factor__forgets_to_average(learning_rate, lambd, m):
    return -lambd * learning_rate + 1


def decay_factor__subtracts_too_early(learning_rate, lambd, m):
    return 1 / m - lambd * learning_rate / m
