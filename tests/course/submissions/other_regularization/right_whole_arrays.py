# A right solution in whole arrays; early stopping looks for the first window without a new best.
from numpy import *


def flip_images(images):
    return flip(images, axis=2)


def add_flipped_images(images, Y):
    return vstack((images, flip(images, axis=2))), tile(Y, 2)


def crop_images(images, top, left, height, width):
    rows = arange(top, top + height)
    columns = arange(left, left + width)
    return take(take(images, rows, axis=1), columns, axis=2)


def random_crops(images, height, width, seed):
    random.seed(seed)
    spare = subtract(images.shape[1:3], (height, width)) + 1
    crops = []
    for image in images:
        top, left = [random.randint(0, n) for n in spare]
        crops.append(image[top:top + height][:, left:left + width])
    return stack(crops)


def shear_images(images, rows_per_pixel):
    h, w = images.shape[1:3]
    most = (h - 1) // rows_per_pixel
    padded = pad(images, ((0, 0), (0, 0), (most, 0), (0, 0)))
    for y in range(h):
        start = most - y // rows_per_pixel
        images[:, y] = padded[:, y, start:start + w]
    return images


def early_stopping(train_errors, dev_errors, patience):
    lowest = minimum.accumulate(dev_errors)
    n = len(lowest)
    for last in range(patience, n):
        if lowest[last] == lowest[last - patience]:
            break
    else:
        last = n - 1
    return int(argmin(dev_errors[:last + 1])), last
