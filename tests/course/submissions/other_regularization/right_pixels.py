"""A right solution pixel by pixel, with the errors of training in a while loop."""
import numpy as np


def build(m, height, width, channels, pixel):
    return np.array([[[[pixel(i, y, x, c) for c in range(channels)] for x in range(width)]
                      for y in range(height)] for i in range(m)])


def flip_images(images):
    m, h, w, c = images.shape
    return build(m, h, w, c, lambda i, y, x, k: images[i, y, w - 1 - x, k])


def add_flipped_images(images, Y):
    m, h, w, c = images.shape
    both = build(2 * m, h, w, c, lambda i, y, x, k: images[i, y, x, k] if i < m else images[i - m, y, w - 1 - x, k])
    return both, np.array([[Y[0, i % m] for i in range(2 * m)]])


def crop_images(images, top, left, height, width):
    return build(len(images), height, width, images.shape[3], lambda i, y, x, k: images[i, top + y, left + x, k])


def random_crops(images, height, width, seed):
    np.random.seed(seed)
    m, h, w, c = images.shape
    places = []
    for i in range(m):
        y = np.random.randint(h - height + 1)
        x = np.random.randint(w - width + 1)
        places.append((y, x))
    return build(m, height, width, c, lambda i, y, x, k: images[i, places[i][0] + y, places[i][1] + x, k])


def shear_images(images, rows_per_pixel):
    def pixel(i, y, x, k):
        source = x - y // rows_per_pixel
        return images[i, y, source, k] if source >= 0 else 0.0
    return build(*images.shape, pixel)


def early_stopping(train_errors, dev_errors, patience):
    best, epoch, waited = 0, 0, 0
    while waited < patience and epoch + 1 < len(dev_errors):
        epoch += 1
        if dev_errors[epoch] < dev_errors[best]:
            best, waited = epoch, 0
        else:
            waited += 1
    return best, epoch
