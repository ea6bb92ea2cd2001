"""Every known mistake of optimization once more, in other words."""

import math


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
