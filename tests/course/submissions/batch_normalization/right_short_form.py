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


class BatchNorm:
    def __init__(self, gamma, beta, momentum=0.9, epsilon=1e-5):
        self.__dict__.update(gamma=gamma, beta=beta, momentum=momentum, epsilon=epsilon, caches=[])
        self.running_mu, self.running_var = np.zeros(gamma.shape), np.ones(gamma.shape)

    def forward(self, Z):
        out, cache = batch_norm_forward(Z, self.gamma, self.beta, self.epsilon)
        self.caches.append(cache)
        update_running_statistics(
            self.running_mu, self.running_var, cache["mu"], cache["var"], self.momentum
        )
        return out

    def backward(self, dZ_tilde):
        try:
            gradients = batch_norm_backward(dZ_tilde, self.caches[-1])
        except IndexError:
            raise RuntimeError("forward was not called yet") from None
        self.dgamma, self.dbeta = gradients["dgamma"], gradients["dbeta"]
        return gradients["dZ"]

    def predict(self, Z):
        kept = (self.gamma, self.beta, self.running_mu, self.running_var, self.epsilon)
        return batch_norm_predict(Z, *kept)
