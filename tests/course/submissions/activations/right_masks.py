# A right solution that works with masks and in place, and forgets to import NumPy.
SLOPE = 1e-2

sigmoid = lambda Z: np.reciprocal(1.0 + np.exp(np.negative(Z)))


def tanh(x):
    e = np.exp(2 * x)
    return (e - 1) / (e + 1)


def relu(x):
    x[x < 0] = 0
    return x


def leaky_relu(x):
    x[x < 0] *= SLOPE
    return x


def sigmoid_prime(z):
    s = sigmoid(z)
    return s - s ** 2


def tanh_prime(z):
    t = tanh(z)
    return (1 + t) * (1 - t)


def relu_prime(z):
    return z > 0


def leaky_relu_prime(z):
    grad = np.full_like(z, SLOPE)
    grad[z > 0] = 1
    return grad


def flatten_images(x_orig):
    return x_orig.reshape(x_orig.shape[0], -1).T
