"""Every known mistake of prediction_bias_variance once more, in other words."""

import numpy as np


def spread(predictions, centre):
    k = len(predictions)
    return sum((row - centre) ** 2 for row in predictions).reshape(1, -1) / k


def centre_of(predictions):
    return sum(predictions) / len(predictions)


def prediction_bias_variance__turns_the_sign(predictions, Y):
    centre = centre_of(predictions)
    return Y - centre, spread(predictions, centre)


def prediction_bias_variance__measures_from_the_truth(predictions, Y):
    return centre_of(predictions) - Y, spread(predictions, Y[0])


def prediction_bias_variance__divides_by_one_less(predictions, Y):
    k, centre = len(predictions), centre_of(predictions)
    return centre - Y, spread(predictions, centre) * k / (k - 1)


def prediction_bias_variance__takes_the_deviation(predictions, Y):
    centre = centre_of(predictions)
    return centre - Y, spread(predictions, centre) ** 0.5


def prediction_bias_variance__averages_over_examples(predictions, Y):
    centre = predictions.mean(1)[:, None]
    return centre - Y, np.average(np.square(predictions - centre), axis=0)[None, :]


def prediction_bias_variance__squares_the_bias(predictions, Y):
    centre = centre_of(predictions)
    return np.square(Y - centre), spread(predictions, centre)
