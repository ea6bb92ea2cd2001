"""Every known mistake of shared_weight_penalties once more, in other words."""


def shared_weight_penalties__gives_each_the_whole_weight(weight, copies):
    return abs(weight) * copies, weight**2 * copies


def shared_weight_penalties__counts_one_feature(weight, copies):
    part = weight / copies
    return abs(part), part * part


def shared_weight_penalties__squares_the_sum(weight, copies):
    return abs(weight), weight**2


def shared_weight_penalties__forgets_the_absolute_values(weight, copies):
    return weight, weight**2 / copies


def shared_weight_penalties__swaps_the_results(weight, copies):
    return weight**2 / copies, abs(weight)
