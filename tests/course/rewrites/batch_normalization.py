"""Every known mistake of batch_normalization once more, in other words."""

import numpy as np


def column(v):
    return np.reshape(v, (-1, 1))


def centre_and_spread(Z):
    m = Z.shape[1]
    mu = column(Z.sum(1)) / m
    return mu, column(((Z - mu) ** 2).sum(1)) / m


def packed(Z, hat, mu, var, gamma, epsilon):
    return {"epsilon": epsilon, "gamma": gamma, "var": var, "mu": mu, "Z_hat": hat, "Z": Z}


def batch_norm_forward__puts_epsilon_outside(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    hat = (Z - mu) / (var**0.5 + epsilon)
    return hat * gamma + beta, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__forgets_epsilon(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    hat = (Z - mu) * var**-0.5
    return beta + hat * gamma, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__divides_by_the_variance(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    hat = np.divide(Z - mu, epsilon + var)
    return beta + hat * gamma, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__averages_over_features(Z, gamma, beta, epsilon):
    mu, var = Z.mean(0)[None, :], Z.var(0)[None, :]
    hat = (Z - mu) / (var + epsilon) ** 0.5
    return hat * gamma + beta, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__takes_one_mean_for_all(Z, gamma, beta, epsilon):
    mu = Z.sum() / Z.size
    var = np.average(np.square(Z - mu))
    hat = (Z - mu) / (var + epsilon) ** 0.5
    return hat * gamma + beta, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__divides_by_one_less(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    var = var * Z.shape[1] / (Z.shape[1] - 1)
    hat = (Z - mu) / (var + epsilon) ** 0.5
    return hat * gamma + beta, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__does_not_center_the_squares(Z, gamma, beta, epsilon):
    mu = column(Z.mean(1))
    var = column(np.einsum("ij,ij->i", Z, Z)) / Z.shape[1]
    hat = (Z - mu) / (var + epsilon) ** 0.5
    return hat * gamma + beta, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__shifts_before_scaling(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    hat = (Z - mu) / (var + epsilon) ** 0.5
    return hat * gamma + beta * gamma, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__forgets_the_scale_and_shift(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    hat = (Z - mu) * (var + epsilon) ** -0.5
    return hat, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__forgets_the_shift(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    hat = (Z - mu) * (var + epsilon) ** -0.5
    return np.diag(gamma[:, 0]) @ hat, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__swaps_gamma_and_beta(Z, gamma, beta, epsilon):
    mu, var = centre_and_spread(Z)
    hat = (Z - mu) * (var + epsilon) ** -0.5
    return np.diag(beta[:, 0]) @ hat + gamma, packed(Z, hat, mu, var, gamma, epsilon)


def batch_norm_forward__keeps_the_deviation_as_var(Z, gamma, beta, epsilon):
    mu, deviation = column(Z.mean(1)), column(Z.std(1))
    hat = (Z - mu) / np.sqrt(deviation**2 + epsilon)
    return hat * gamma + beta, packed(Z, hat, mu, deviation, gamma, epsilon)


def compact(dZ_tilde, cache, mean_term=1.0, variance_term=1.0):
    """dZ in the short form: both statistics' terms are means over the examples."""
    root = np.sqrt(cache["var"] + cache["epsilon"])
    d = dZ_tilde * cache["gamma"]
    hat = (cache["Z"] - cache["mu"]) / root
    spread = hat * column((d * hat).mean(1))
    return (d - mean_term * column(d.mean(1)) - variance_term * spread) / root


def sums(dZ_tilde, cache):
    root = np.sqrt(cache["var"] + cache["epsilon"])
    hat = (cache["Z"] - cache["mu"]) / root
    return column((dZ_tilde * hat).sum(1)), column(dZ_tilde.sum(1))


def batch_norm_backward__forgets_the_variance_term(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dbeta": dbeta, "dgamma": dgamma, "dZ": compact(dZ_tilde, cache, variance_term=0)}


def batch_norm_backward__forgets_the_mean_term(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dbeta": dbeta, "dgamma": dgamma, "dZ": compact(dZ_tilde, cache, mean_term=0)}


def batch_norm_backward__takes_the_statistics_as_constants(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    dZ = dZ_tilde * cache["gamma"] * (cache["var"] + cache["epsilon"]) ** -0.5
    return {"dbeta": dbeta, "dgamma": dgamma, "dZ": dZ}


def batch_norm_backward__forgets_gamma(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dZ": compact(dZ_tilde / cache["gamma"], cache), "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__multiplies_by_z_for_dgamma(dZ_tilde, cache):
    _, dbeta = sums(dZ_tilde, cache)
    dgamma = column(np.einsum("ij,ij->i", cache["Z"], dZ_tilde))
    return {"dZ": compact(dZ_tilde, cache), "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__averages_the_sums(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde / dZ_tilde.shape[1], cache)
    return {"dZ": compact(dZ_tilde, cache), "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__sums_over_everything(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dZ": compact(dZ_tilde, cache), "dgamma": sum(dgamma[:, 0]), "dbeta": sum(dbeta[:, 0])}


def batch_norm_backward__forgets_the_half(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dZ": compact(dZ_tilde, cache, variance_term=2), "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__keeps_the_power(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    scale = cache["var"] + cache["epsilon"]
    dZ = compact(dZ_tilde, cache, variance_term=scale)
    return {"dZ": dZ, "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__forgets_the_sign_of_the_power(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dZ": compact(dZ_tilde, cache, variance_term=-1), "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__forgets_the_two(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dZ": compact(dZ_tilde, cache, variance_term=0.5), "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__forgets_m(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    m = dZ_tilde.shape[1]
    return {"dZ": compact(dZ_tilde, cache, m, m), "dgamma": dgamma, "dbeta": dbeta}


def batch_norm_backward__forgets_epsilon(dZ_tilde, cache):
    root = np.sqrt(cache["var"])
    centred = cache["Z"] - cache["mu"]
    d = dZ_tilde * cache["gamma"]
    m = d.shape[1]
    dvar = -column((d * centred).sum(1)) / (2 * root**3)
    dZ = (d - column(d.mean(1))) / root + 2 * dvar * centred / m
    dgamma = column((dZ_tilde * cache["Z_hat"]).sum(1))
    return {"dZ": dZ, "dgamma": dgamma, "dbeta": column(dZ_tilde.sum(1))}


def batch_norm_backward__swaps_dgamma_and_dbeta(dZ_tilde, cache):
    dgamma, dbeta = sums(dZ_tilde, cache)
    return {"dZ": compact(dZ_tilde, cache), "dgamma": dbeta, "dbeta": dgamma}


def update_running_statistics__averages_the_wrong_way_round(rm, rv, mu, var, momentum):
    return mu + (1 - momentum) * (rm - mu), var + (1 - momentum) * (rv - var)


def update_running_statistics__adds_the_whole_batch(rm, rv, mu, var, momentum):
    return mu + rm * momentum, var + rv * momentum


def update_running_statistics__forgets_the_variance(rm, rv, mu, var, momentum):
    rm = rm + (1 - momentum) * (mu - rm)
    return rm, rv


def update_running_statistics__averages_deviations(rm, rv, mu, var, momentum):
    deviation = var**0.5 + momentum * (rv**0.5 - var**0.5)
    return mu + momentum * (rm - mu), np.square(deviation)


def update_running_statistics__takes_the_plain_mean(rm, rv, mu, var, momentum):
    return np.mean([rm, mu], axis=0), np.mean([rv, var], axis=0)


def update_running_statistics__swaps_the_results(rm, rv, mu, var, momentum):
    mean = mu + momentum * (rm - mu)
    spread = var + momentum * (rv - var)
    return spread, mean


def batch_norm_predict__measures_the_batch(Z, gamma, beta, running_mu, running_var, epsilon):
    mu, var = centre_and_spread(Z)
    return beta + gamma * ((Z - mu) * (var + epsilon) ** -0.5)


def batch_norm_predict__measures_the_mean(Z, gamma, beta, running_mu, running_var, epsilon):
    return beta + gamma * (Z - column(Z.mean(1))) * (running_var + epsilon) ** -0.5


def batch_norm_predict__measures_the_variance(Z, gamma, beta, running_mu, running_var, epsilon):
    return beta + gamma * (Z - running_mu) * (column(Z.var(1)) + epsilon) ** -0.5


def batch_norm_predict__puts_epsilon_outside(Z, gamma, beta, running_mu, running_var, epsilon):
    return beta + gamma * (Z - running_mu) / (epsilon + running_var**0.5)


def batch_norm_predict__forgets_epsilon(Z, gamma, beta, running_mu, running_var, epsilon):
    return beta + gamma * (Z - running_mu) * running_var**-0.5


def batch_norm_predict__divides_by_the_variance(Z, gamma, beta, running_mu, running_var, epsilon):
    return beta + gamma * (Z - running_mu) * (epsilon + running_var) ** -1.0


def batch_norm_predict__forgets_the_scale_and_shift(
    Z, gamma, beta, running_mu, running_var, epsilon
):
    return (Z - running_mu) * (epsilon + running_var) ** -0.5


def batch_norm_predict__shifts_before_scaling(Z, gamma, beta, running_mu, running_var, epsilon):
    hat = (Z - running_mu) * (epsilon + running_var) ** -0.5
    return hat * gamma + gamma * beta


class Layer:
    """A right layer without any of the functions, for the classes below to go wrong in."""

    share = None
    first_variance = 1.0

    def __init__(self, gamma, beta, momentum=0.9, epsilon=1e-5):
        self.gamma, self.beta, self.epsilon = gamma, beta, epsilon
        self.momentum = momentum
        self.running_mu = 0.0 * gamma
        self.running_var = 0.0 * gamma + self.first_variance
        self.seen = None

    def measured(self, mu, var):
        kept = self.momentum if self.share is None else self.share(self.momentum)
        self.running_mu = mu + kept * (self.running_mu - mu)
        self.running_var = var + kept * (self.running_var - var)

    def forward(self, Z):
        mu, var = centre_and_spread(Z)
        self.seen = (Z - mu, (var + self.epsilon) ** -0.5)
        self.measured(mu, var)
        return self.gamma * self.seen[0] * self.seen[1] + self.beta

    def backward(self, dZ_tilde):
        if self.seen is None:
            raise RuntimeError("there was no forward pass yet")
        centred, scale = self.seen
        hat, m = centred * scale, centred.shape[1]
        self.dbeta, self.dgamma = column(dZ_tilde.sum(1)), column((dZ_tilde * hat).sum(1))
        return self.gamma * scale * (dZ_tilde - (self.dbeta + hat * self.dgamma) / m)

    def predict(self, Z):
        scale = (self.running_var + self.epsilon) ** -0.5
        return self.beta + self.gamma * scale * (Z - self.running_mu)


class BatchNorm__keeps_no_running_statistics(Layer):
    def measured(self, mu, var):
        pass


class BatchNorm__replaces_the_running_statistics(Layer):
    share = staticmethod(lambda momentum: 0.0)


class BatchNorm__keeps_the_other_share(Layer):
    share = staticmethod(lambda momentum: 1 - momentum)


class BatchNorm__moves_the_mean_only(Layer):
    def measured(self, mu, var):
        super().measured(mu, self.running_var)


class BatchNorm__starts_with_variance_zero(Layer):
    first_variance = 0.0


class BatchNorm__predicts_by_the_batch(Layer):
    def predict(self, Z):
        mu, var = centre_and_spread(Z)
        return self.beta + self.gamma * (Z - mu) / np.sqrt(var + self.epsilon)


class BatchNorm__learns_from_predictions(Layer):
    def predict(self, Z):
        mu, var = centre_and_spread(Z)
        self.seen = (Z - mu, (var + self.epsilon) ** -0.5)
        self.measured(mu, var)
        return super().predict(Z)


class BatchNorm__keeps_the_first_cache(Layer):
    def forward(self, Z):
        before = self.seen
        made = super().forward(Z)
        self.seen = self.seen if before is None else before
        return made


class BatchNorm__returns_the_cache_too(Layer):
    def forward(self, Z):
        mu, var = centre_and_spread(Z)
        made = super().forward(Z)
        return made, packed(Z, self.seen[0] * self.seen[1], mu, var, self.gamma, self.epsilon)


class BatchNorm__returns_all_gradients(Layer):
    def backward(self, dZ_tilde):
        dZ = super().backward(dZ_tilde)
        return {"dgamma": self.dgamma, "dbeta": self.dbeta, "dZ": dZ}


class BatchNorm__swaps_dgamma_and_dbeta(Layer):
    def backward(self, dZ_tilde):
        dZ = super().backward(dZ_tilde)
        self.dbeta, self.dgamma = self.dgamma, self.dbeta
        return dZ


class BatchNorm__gives_no_gradients_without_forward(Layer):
    def backward(self, dZ_tilde):
        return super().backward(dZ_tilde) if self.seen else None


class BatchNorm__raises_another_exception(Layer):
    def backward(self, dZ_tilde):
        if self.seen is None:
            raise ValueError("forward comes first")
        return super().backward(dZ_tilde)
