"""Stands in for the module that loads pictures from a file."""

import numpy as np


def load_dataset():
    """Return a handful of tiny pictures in the shapes of the course's data set."""
    levels = np.arange(10 * 4 * 4 * 3).reshape(10, 4, 4, 3) % 256
    pictures = levels.astype(np.uint8)
    labels = np.arange(10).reshape(1, 10) % 2
    return pictures[:7], labels[:, :7], pictures[7:], labels[:, 7:], np.array([b"other", b"cat"])
