SHIFT = 100


def scale(x):
    return 2 * x
