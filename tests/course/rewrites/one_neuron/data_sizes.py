"""Every known mistake of data_sizes once more, in other words."""


def data_sizes__forgets_the_channels(train_images, test_images):
    side = train_images.shape[1]
    return len(train_images), len(test_images), side, side**2


def data_sizes__counts_the_whole_set(train_images, test_images):
    total = 1
    for n in train_images.shape:
        total *= n
    return len(train_images), len(test_images), train_images.shape[2], total


def data_sizes__counts_pixels_as_size(train_images, test_images):
    side = test_images.shape[1]
    return len(train_images), len(test_images), side * side, train_images[0].size


def data_sizes__swaps_the_sets(train_images, test_images):
    return len(test_images), len(train_images), test_images.shape[2], test_images[0].size


def data_sizes__forgets_a_side(train_images, test_images):
    m, side, _, channels = train_images.shape
    return m, len(test_images), side, side * channels
