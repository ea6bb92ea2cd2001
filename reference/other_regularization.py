"""Regularization without a penalty: more images from the same ones, and stopping in time.

Images are arrays (m, height, width, channels): the first axis counts them. What is done to an
image leaves its label as it was.
"""

import numpy as np


def flip_images(images: np.ndarray) -> np.ndarray:
    """Mirror every image left to right.

    flipped[i, y, x] = images[i, y, width - 1 - x]

    Parameters
    ----------
    images : array (m, height, width, channels)

    Returns
    -------
    flipped : array of the same shape

    Source: the lecture on data augmentation.
    """
    return images[:, :, ::-1, :]


def add_flipped_images(images: np.ndarray, Y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Double a training set with the mirror images of all its images.

    Parameters
    ----------
    images : array (m, height, width, channels)
    Y : array (1, m), the label of every image

    Returns
    -------
    images : array (2m, height, width, channels), the given images and then their mirror images
    Y : array (1, 2m), the labels of these in the same order

    Source: the lecture on data augmentation.
    """
    return np.concatenate([images, flip_images(images)], axis=0), np.concatenate([Y, Y], axis=1)


def crop_images(images: np.ndarray, top: int, left: int, height: int, width: int) -> np.ndarray:
    """Cut the same rectangle out of every image.

    cropped[i, y, x] = images[i, top + y, left + x]

    Parameters
    ----------
    images : array (m, h, w, channels)
    top, left : int, the rectangle's first row and column, counted from 0
    height, width : int, its size; it lies inside the image

    Returns
    -------
    cropped : array (m, height, width, channels), a copy: a slice alone shares its memory

    Source: the lecture on data augmentation.
    """
    return images[:, top:top + height, left:left + width, :].copy()


def random_crops(images: np.ndarray, height: int, width: int, seed: int) -> np.ndarray:
    """Cut a rectangle out of every image, at a random place of its own.

    All places at which the rectangle lies inside the image are equally likely.

    The legacy random state is seeded inside the function; then, image by image, the first row is
    drawn with ``np.random.randint`` and after it the first column.

    Parameters
    ----------
    images : array (m, h, w, channels)
    height, width : int, the rectangle's size, at most h and w
    seed : int

    Returns
    -------
    crops : array (m, height, width, channels)

    Source: the lecture on data augmentation.
    """
    np.random.seed(seed)
    m, h, w, channels = images.shape
    crops = np.zeros((m, height, width, channels))
    for i in range(m):
        top = np.random.randint(0, h - height + 1)
        left = np.random.randint(0, w - width + 1)
        crops[i] = images[i, top:top + height, left:left + width, :]
    return crops


def shear_images(images: np.ndarray, rows_per_pixel: int) -> np.ndarray:
    """Slant every image a little: the further down a row is, the further it moves to the right.

    row y moves right by floor(y / rows_per_pixel) pixels; zeros come in from the left, and what
    leaves on the right is lost

    Parameters
    ----------
    images : array (m, height, width, channels)
    rows_per_pixel : int, at least 1; no row leaves the image altogether

    Returns
    -------
    sheared : array of the same shape

    Source: the lecture on data augmentation (small distortions of a digit).
    """
    m, height, width, channels = images.shape
    sheared = np.zeros(images.shape)
    for y in range(height):
        shift = y // rows_per_pixel
        sheared[:, y, shift:, :] = images[:, y, :width - shift, :]
    return sheared


def early_stopping(
    train_errors: list[float], dev_errors: list[float], patience: int
) -> tuple[int, int]:
    """Stop training when the dev error has begun to rise, and go back to the best epoch.

    An epoch is the best so far when its dev error is smaller than that of every epoch before it.
    Training stops at the first epoch that lies ``patience`` epochs after the best so far. How the
    dev error compares with the training error does not matter: it is larger nearly always.

    Parameters
    ----------
    train_errors, dev_errors : lists of floats, an entry per epoch, at least one
    patience : int, at least 1

    Returns
    -------
    best_epoch : int, counted from 0: the epoch whose parameters are kept
    last_epoch : int, counted from 0: where training stopped, or the last epoch there is

    Source: the lecture on early stopping.
    """
    best_epoch = 0
    for epoch in range(len(dev_errors)):
        if dev_errors[epoch] < dev_errors[best_epoch]:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            return best_epoch, epoch
    return best_epoch, len(dev_errors) - 1
