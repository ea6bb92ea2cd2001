"""Every known mistake of optimization once more, in other words."""

import math


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
