"""A right solution in index notation: one loop over the layers, lists for tuples, 0-d for floats.

It forgets to import NumPy's name and the helpers that it calls.
"""

NAMES = ("Z", "A", "W", "b")
DROPOUT_NAMES = [["Z", "D", "A", "W", "b"], ["Z", "D", "A", "W", "b"], ["Z", "A", "W", "b"]]


def backward(X, Y, layers, penalty, keep_prob):
    count = X.shape[-1]
    gradients = {}
    delta = layers[3]["A"] - Y
    for l in (3, 2, 1):
        below = X if l == 1 else layers[l - 1]["A"]
        gradients["dZ%d" % l] = delta
        gradients["dW%d" % l] = np.einsum("im,jm->ij", delta, below) / count + penalty / count * layers[l]["W"]
        gradients["db%d" % l] = np.einsum("im->i", delta).reshape(-1, 1) / count
        if l > 1:
            dA = np.einsum("ij,im->jm", layers[l]["W"], delta)
            if "D" in layers[l - 1]:
                dA = np.where(layers[l - 1]["D"], dA / keep_prob, 0.0)
            gradients["dA%d" % (l - 1)] = dA
            delta = np.where(below > 0, dA, 0.0)
    return gradients


def unpack(cache, names):
    values = iter(cache)
    return {l: {name: next(values) for name in names[l - 1]} for l in (1, 2, 3)}


def compute_cost_with_regularization(A3, Y, parameters, lambd):
    squares = sum(np.einsum("ij,ij->", parameters["W%d" % l], parameters["W%d" % l]) for l in (1, 2, 3))
    return np.array(compute_cost(A3, Y) + lambd * squares / (2 * Y.shape[1]))


def backward_propagation_with_regularization(X, Y, cache, lambd):
    return backward(X, Y, unpack(cache, [NAMES] * 3), lambd, 1)


def forward_propagation_with_dropout(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    cache, A = [], X
    for l in (1, 2, 3):
        W, b = parameters["W%d" % l], parameters["b%d" % l]
        Z = np.einsum("ij,jm->im", W, A) + b
        if l == 3:
            A = sigmoid(Z)
            cache.extend([Z, A, W, b])
        else:
            D = np.less(np.random.random_sample(Z.shape), keep_prob)
            A = relu(Z) * D / keep_prob
            cache.extend([Z, D, A, W, b])
    return [A, cache]


def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    return backward(X, Y, unpack(cache, DROPOUT_NAMES), 0, keep_prob)
