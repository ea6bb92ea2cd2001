"""Augmented images are the same images, and training stops at the rise of the dev error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.other_regularization import (
    add_flipped_images,
    crop_images,
    early_stopping,
    flip_images,
    random_crops,
    shear_images,
)

error_lists = st.lists(st.integers(0, 50), min_size=1, max_size=30)


@pytest.fixture
def images():
    return np.random.default_rng(1).uniform(size=(4, 5, 6, 3))


def test_a_mirror_image_of_a_mirror_image_is_the_image(images):
    """Flipping moves pixels within their rows, and twice is not at all."""
    flipped = flip_images(images)
    assert not np.array_equal(flipped, images)
    np.testing.assert_array_equal(flip_images(flipped), images)
    np.testing.assert_array_equal(np.sort(flipped, axis=2), np.sort(images, axis=2))
    np.testing.assert_array_equal(flipped[2, 1, 0], images[2, 1, 5])


def test_doubling_keeps_images_and_labels(images):
    """Image i and image m + i are mirror images of each other, with the same label."""
    Y = np.arange(4.0).reshape(1, 4)
    doubled, labels = add_flipped_images(images, Y)
    np.testing.assert_array_equal(doubled[:4], images)
    np.testing.assert_array_equal(doubled[4:], flip_images(images))
    np.testing.assert_array_equal(labels, [[0, 1, 2, 3, 0, 1, 2, 3]])


def test_a_crop_of_a_crop_is_a_crop(images):
    """Corners add up."""
    twice = crop_images(crop_images(images, 1, 2, 4, 3), 2, 1, 2, 2)
    np.testing.assert_array_equal(twice, crop_images(images, 3, 3, 2, 2))


def test_random_crops_take_every_place_alike():
    """Each of the places at which the rectangle fits comes up about equally often."""
    places = np.arange(4 * 5.0).reshape(1, 4, 5, 1)
    crops = random_crops(np.repeat(places, 6_000, axis=0), 3, 3, seed=2)
    corners, counts = np.unique(crops[:, 0, 0, 0], return_counts=True)
    np.testing.assert_array_equal(corners, [0, 1, 2, 5, 6, 7])
    np.testing.assert_allclose(counts, 1_000, rtol=0.12)


def test_random_crops_are_crops(images):
    """Whatever the seed, each is a rectangle of its own image."""
    for seed in range(5):
        for image, crop in zip(images, random_crops(images, 4, 4, seed), strict=True):
            found = [
                np.array_equal(image[y : y + 4, x : x + 4], crop)
                for y in range(2)
                for x in range(3)
            ]
            assert sum(found) == 1


def test_shearing_leaves_the_top_and_moves_the_rest(images):
    """Rows move right as a whole, zeros come in, nothing wraps around."""
    sheared = shear_images(images, 2)
    np.testing.assert_array_equal(sheared[:, :2], images[:, :2])
    np.testing.assert_array_equal(sheared[:, 4, 2:], images[:, 4, :4])
    assert not sheared[:, 4, :2].any()
    np.testing.assert_array_equal(shear_images(images, 5), images)


@given(error_lists, st.integers(1, 6))
def test_the_best_epoch_is_the_best_up_to_the_stop(dev_errors, patience):
    """Its error is the smallest that was seen, and the stop comes patience epochs later or never."""
    best, last = early_stopping([0] * len(dev_errors), dev_errors, patience)
    assert dev_errors[best] == min(dev_errors[: last + 1])
    assert last - best == patience or (last == len(dev_errors) - 1 and last - best < patience)


@given(error_lists, error_lists, st.integers(1, 6))
def test_the_training_error_does_not_matter(train_errors, dev_errors, patience):
    """Only the dev error tells overfitting."""
    assert early_stopping(train_errors, dev_errors, patience) == early_stopping(
        [], dev_errors, patience
    )


def test_training_stops_when_the_dev_error_starts_to_rise():
    """A dev error above the training error from the start is no reason to stop."""
    train, dev = [9, 7, 5, 3, 2, 1], [12, 10, 9, 8, 9, 10]
    assert early_stopping(train, dev, patience=1) == (3, 4)
    assert early_stopping(train, dev, patience=2) == (3, 5)
    assert early_stopping(train, dev, patience=3) == (3, 5)
