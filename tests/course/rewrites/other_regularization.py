"""The known mistakes of `other_regularization`, each made once more in another hand."""

import numpy as np


def flip_images__turns_upside_down(images):
    return np.stack([np.flipud(image) for image in images])


def flip_images__turns_the_order_of_the_images(images):
    return np.array(list(reversed(images)))


def flip_images__turns_the_colours(images):
    return np.flip(images, axis=-1)


def flip_images__turns_around(images):
    return np.stack([np.rot90(image, 2) for image in images])


def flip_images__transposes(images):
    return np.einsum("iyxc->ixyc", images)


def add_flipped_images__repeats_each_label(images, Y):
    labels = [label for label in Y[0] for _ in range(2)]
    return np.vstack([images, np.flip(images, 2)]), np.array([labels])


def add_flipped_images__turns_the_labels(images, Y):
    return np.vstack([images, np.flip(images, 2)]), np.hstack([Y, np.fliplr(Y)])


def add_flipped_images__forgets_the_labels(images, Y):
    return np.vstack([images, np.flip(images, 2)]), np.array(Y)


def add_flipped_images__stacks_the_labels(images, Y):
    return np.vstack([images, np.flip(images, 2)]), np.vstack([Y, Y])


def add_flipped_images__replaces_the_images(images, Y):
    for i in range(len(images)):
        images[i] = np.fliplr(images[i]).copy()
    return images, Y


def add_flipped_images__adds_copies(images, Y):
    return np.tile(images, (2, 1, 1, 1)), np.tile(Y, 2)


def add_flipped_images__puts_mirror_images_first(images, Y):
    return np.vstack([np.flip(images, 2), images]), np.tile(Y, 2)


def crop_images__takes_sizes_for_ends(images, top, left, height, width):
    rows, columns = slice(top, height), slice(left, width)
    return np.stack([image[rows, columns] for image in images])


def crop_images__swaps_rows_and_columns(images, top, left, height, width):
    return np.stack([image[left:, top:][:width, :height] for image in images])


def crop_images__takes_one_more(images, top, left, height, width):
    return np.stack([image[top:, left:][: 1 + height, : 1 + width] for image in images])


def crop_images__starts_at_the_corner(images, top, left, height, width):
    return np.stack([image[0:height, 0:width] for image in images])


def crop_images__swaps_the_corner(images, top, left, height, width):
    return np.stack([image[left:, top:][:height, :width] for image in images])


def random_crops__never_reaches_the_last_place(images, height, width, seed):
    np.random.seed(seed)
    crops = []
    for image in images:
        spare = [max(image.shape[0] - height, 1), max(image.shape[1] - width, 1)]
        top, left = (np.random.randint(n) for n in spare)
        crops.append(image[top : top + height, left : left + width])
    return np.array(crops)


def random_crops__cuts_all_at_one_place(images, height, width, seed):
    np.random.seed(seed)
    top = np.random.randint(images.shape[1] - height + 1)
    left = np.random.randint(images.shape[2] - width + 1)
    return images[:, top:, left:][:, :height, :width]


def random_crops__draws_the_column_first(images, height, width, seed):
    state = np.random.RandomState(seed)
    crops = []
    for image in images:
        left = state.randint(image.shape[1] - width + 1)
        top = state.randint(image.shape[0] - height + 1)
        crops.append(image[top : top + height, left : left + width])
    return np.array(crops)


def random_crops__draws_all_rows_first(images, height, width, seed):
    state = np.random.RandomState(seed)
    tops = [state.randint(images.shape[1] - height + 1) for _ in images]
    lefts = [state.randint(images.shape[2] - width + 1) for _ in images]
    return np.array([im[t : t + height, l : l + width] for im, t, l in zip(images, tops, lefts)])


def random_crops__does_not_seed(images, height, width, seed):
    crops = []
    for image in images:
        top = np.random.randint(image.shape[0] - height + 1)
        left = np.random.randint(image.shape[1] - width + 1)
        crops.append(image[top : top + height, left : left + width])
    return np.array(crops)


def random_crops__cuts_at_the_corner(images, height, width, seed):
    return np.array([image[:height, :width] for image in images])


def shear_images__wraps_around(images, rows_per_pixel):
    w = images.shape[2]
    for y in range(images.shape[1]):
        images[:, y] = images[:, y, (np.arange(w) - y // rows_per_pixel) % w]
    return images


def shear_images__moves_to_the_left(images, rows_per_pixel):
    sheared = images.copy()
    for y in range(images.shape[1]):
        for _ in range(y // rows_per_pixel):
            sheared[:, y, :-1] = sheared[:, y, 1:].copy()
            sheared[:, y, -1] = 0
    return sheared


def shear_images__moves_all_rows_alike(images, rows_per_pixel):
    shift = images.shape[1] // 2 // rows_per_pixel
    padded = np.pad(images, ((0, 0), (0, 0), (shift, 0), (0, 0)))
    return padded[:, :, : images.shape[2]]


def shear_images__moves_by_the_row(images, rows_per_pixel):
    sheared = np.zeros_like(images)
    for y in range(images.shape[1]):
        for x in range(y, images.shape[2]):
            sheared[:, y, x] = images[:, y, x - y]
    return sheared


def shear_images__rounds_to_nearest(images, rows_per_pixel):
    sheared = np.zeros_like(images)
    for y in range(images.shape[1]):
        shift = (2 * y + rows_per_pixel) // (2 * rows_per_pixel)
        for x in range(shift, images.shape[2]):
            sheared[:, y, x] = images[:, y, x - shift]
    return sheared


def shear_images__counts_rows_from_one(images, rows_per_pixel):
    sheared = np.zeros_like(images)
    for y, row in enumerate(images.transpose(1, 0, 2, 3), 1):
        shift = y // rows_per_pixel
        sheared[:, y - 1, shift:] = row[:, : row.shape[1] - shift]
    return sheared


def shear_images__repeats_the_edge(images, rows_per_pixel):
    columns = np.arange(images.shape[2])
    rows = [
        images[:, y, np.maximum(columns - y // rows_per_pixel, 0)] for y in range(images.shape[1])
    ]
    return np.stack(rows, axis=1)


def shear_images__slants_from_below(images, rows_per_pixel):
    sheared = np.zeros_like(images)
    for above, y in enumerate(reversed(range(images.shape[1]))):
        shift = above // rows_per_pixel
        for x in range(shift, images.shape[2]):
            sheared[:, y, x] = images[:, y, x - shift]
    return sheared


def early_stopping__compares_with_the_training_error(train_errors, dev_errors, patience):
    above = [d > t for t, d in zip(train_errors, dev_errors)]
    last = above.index(True) if True in above else len(above) - 1
    return int(np.argmin(dev_errors[: last + 1])), last


def early_stopping__returns_where_it_stopped(train_errors, dev_errors, patience):
    best, waited = float("inf"), 0
    for epoch, error in enumerate(dev_errors):
        waited = 0 if error < best else waited + 1
        best = min(best, error)
        if waited == patience:
            return epoch, epoch
    return dev_errors.index(best), epoch


def early_stopping__compares_with_the_epoch_before(train_errors, dev_errors, patience):
    best, before = 0, dev_errors[0]
    for epoch, error in enumerate(dev_errors):
        if error < before:
            best = epoch
        before = error
        if epoch == best + patience:
            break
    return best, epoch


def early_stopping__waits_one_epoch_too_long(train_errors, dev_errors, patience):
    best, waited = 0, 0
    for epoch, error in enumerate(dev_errors):
        if epoch and error < dev_errors[best]:
            best, waited = epoch, 0
        elif epoch:
            waited += 1
        if waited > patience:
            break
    return best, epoch


def early_stopping__has_no_patience(train_errors, dev_errors, patience):
    rises = np.flatnonzero(np.diff(dev_errors) >= 0)
    if len(rises):
        return int(rises[0]), int(rises[0]) + 1
    return len(dev_errors) - 1, len(dev_errors) - 1


def early_stopping__never_stops(train_errors, dev_errors, patience):
    return dev_errors.index(min(dev_errors)), len(dev_errors) - 1


def early_stopping__counts_standing_still_as_better(train_errors, dev_errors, patience):
    best, waited = 0, 0
    for epoch in range(1, len(dev_errors)):
        waited += 1
        if not dev_errors[epoch] > dev_errors[best]:
            best, waited = epoch, 0
        if waited == patience:
            return best, epoch
    return best, len(dev_errors) - 1


def early_stopping__watches_the_training_error(train_errors, dev_errors, patience):
    best, waited = 0, 0
    for epoch in range(1, len(train_errors)):
        waited += 1
        if train_errors[epoch] < train_errors[best]:
            best, waited = epoch, 0
        if waited == patience:
            return best, epoch
    return best, len(train_errors) - 1


def early_stopping__counts_epochs_from_one(train_errors, dev_errors, patience):
    best, waited = 1, 0
    for epoch, error in enumerate(dev_errors, start=1):
        if error < dev_errors[best - 1]:
            best = epoch
        if epoch == best + patience:
            break
    return best, epoch
