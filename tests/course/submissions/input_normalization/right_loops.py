"""Feature by feature, with np.std, in place; the sets are cut out of one array."""
import numpy


def input_statistics(X):
    mu = numpy.zeros((X.shape[0], 1))
    sigma = numpy.zeros((X.shape[0], 1))
    for j, feature in enumerate(X):
        mu[j, 0] = numpy.average(feature)
        sigma[j, 0] = numpy.std(feature)
    return [mu, sigma]


def normalize_inputs(X, mu, sigma):
    for j in range(X.shape[0]):
        for i in range(X.shape[1]):
            X[j, i] = (X[j, i] - mu[j, 0]) / sigma[j, 0]
    return X


def normalize_splits(X_train, X_dev, X_test):
    mu, sigma = X_train.mean(1)[:, None], X_train.std(1)[:, None]
    everything = numpy.concatenate((X_train, X_dev, X_test), axis=1)
    scaled = numpy.einsum("ji,j->ji", everything - mu, 1 / sigma[:, 0])
    a = X_train.shape[1]
    b = a + X_dev.shape[1]
    return scaled[:, :a], scaled[:, a:b], scaled[:, b:]
