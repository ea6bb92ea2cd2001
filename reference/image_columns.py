"""Images as columns of numbers: what a network's first layer reads."""

import numpy as np


def flatten_images(images: np.ndarray) -> np.ndarray:
    """Turn every image into one column.

    Column i holds all numbers of image i, in the order in which the array stores them: row after
    row of the image, in a row pixel after pixel, in a pixel channel after channel.

    Parameters
    ----------
    images : array (m, height, width, channels)

    Returns
    -------
    X : array (height * width * channels, m)

    Source: the lecture on logistic regression (64 x 64 pixels in 3 channels give 12288 inputs).
    """
    m = images.shape[0]
    return np.reshape(images, (m, -1)).T
