"""The short form of the gradient, np.var, and everything in one line where it fits."""
import numpy as np


def batch_norm_forward(Z, gamma, beta, epsilon):
    mean = Z.mean(axis=1).reshape(-1, 1)
    var = np.var(Z, axis=1).reshape(-1, 1)
    hat = (Z - mean) * (var + epsilon) ** -0.5
    return hat * gamma + beta, dict(Z=Z, Z_hat=hat, mu=mean, var=var, gamma=gamma, epsilon=epsilon)


def batch_norm_backward(dZ_tilde, cache):
    hat, m = cache["Z_hat"], dZ_tilde.shape[1]
    dgamma = (dZ_tilde * hat).sum(axis=1, keepdims=True)
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    scale = cache["gamma"] / (m * (cache["var"] + cache["epsilon"]) ** 0.5)
    return {"dZ": scale * (m * dZ_tilde - dbeta - hat * dgamma), "dgamma": dgamma, "dbeta": dbeta}


def update_running_statistics(running_mu, running_var, mu, var, momentum):
    running_mu += (1 - momentum) * (mu - running_mu)
    running_var += (1 - momentum) * (var - running_var)
    return [running_mu, running_var]


def batch_norm_predict(Z, gamma, beta, running_mu, running_var, epsilon):
    scale = gamma / np.sqrt(running_var + epsilon)
    return scale * Z + (beta - scale * running_mu)
