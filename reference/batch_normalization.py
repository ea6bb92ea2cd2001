"""Batch normalization of one hidden layer: training, its gradients, prediction, and a layer of it.

A feature is a row and an example a column, as everywhere in this course. Statistics run over the
examples of a mini-batch, the variance divides by m, and epsilon stands inside the root.
"""

import numpy as np


def batch_norm_forward(
    Z: np.ndarray, gamma: np.ndarray, beta: np.ndarray, epsilon: float
) -> tuple[np.ndarray, dict]:
    """Give every feature of a mini-batch the mean beta and the deviation gamma.

    mu = (1/m) sum_i z(i),  var = (1/m) sum_i (z(i) - mu)^2
    z_hat(i) = (z(i) - mu) / sqrt(var + epsilon),  z_tilde(i) = gamma z_hat(i) + beta

    A constant that is added to a feature of Z leaves the result as it is: a layer that is
    normalized needs no bias b, since beta does its work.

    Parameters
    ----------
    Z : array (n, m), an example per column, m >= 2
    gamma : array (n, 1), the learned scale of every feature
    beta : array (n, 1), the learned shift of every feature
    epsilon : float, positive; keeps the root away from 0

    Returns
    -------
    Z_tilde : array (n, m)
    cache : dict with Z, Z_hat, arrays (n, m); mu, var, gamma, arrays (n, 1); epsilon

    Source: Ioffe and Szegedy, Batch Normalization (2015), algorithm 1; section 3.2 for the bias.
    """
    mu = np.mean(Z, axis=1, keepdims=True)
    var = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    Z_hat = (Z - mu) / np.sqrt(var + epsilon)
    Z_tilde = gamma * Z_hat + beta
    cache = {"Z": Z, "Z_hat": Z_hat, "mu": mu, "var": var, "gamma": gamma, "epsilon": epsilon}
    return Z_tilde, cache


def batch_norm_backward(dZ_tilde: np.ndarray, cache: dict) -> dict:
    """Differentiate the cost through a layer of batch normalization.

    dbeta = sum_i dz_tilde(i),  dgamma = sum_i dz_tilde(i) z_hat(i)
    dz_hat(i) = gamma dz_tilde(i)
    dvar = -1/2 (var + epsilon)^(-3/2) sum_i dz_hat(i) (z(i) - mu)
    dmu = -(var + epsilon)^(-1/2) sum_i dz_hat(i)
    dz(i) = dz_hat(i) / sqrt(var + epsilon) + dvar 2 (z(i) - mu) / m + dmu / m

    The mean and the variance depend on every example: each adds a term to every dz(i). All sums
    are plain sums, as in the paper: a 1/m of the cost is in dZ_tilde already.

    Parameters
    ----------
    dZ_tilde : array (n, m), the gradient of the cost with respect to Z_tilde
    cache : dict of ``batch_norm_forward``

    Returns
    -------
    gradients : dict with dZ, array (n, m), and dgamma, dbeta, arrays (n, 1)

    Source: Ioffe and Szegedy, Batch Normalization (2015), section 3, the chain rule.
    """
    m = dZ_tilde.shape[1]
    centred = cache["Z"] - cache["mu"]
    deviation = np.sqrt(cache["var"] + cache["epsilon"])
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * cache["Z_hat"], axis=1, keepdims=True)
    dZ_hat = cache["gamma"] * dZ_tilde
    dvar = -0.5 * deviation**-3 * np.sum(dZ_hat * centred, axis=1, keepdims=True)
    dmu = -np.sum(dZ_hat, axis=1, keepdims=True) / deviation
    dZ = dZ_hat / deviation + dvar * 2 * centred / m + dmu / m
    return {"dZ": dZ, "dgamma": dgamma, "dbeta": dbeta}


def update_running_statistics(
    running_mu: np.ndarray,
    running_var: np.ndarray,
    mu: np.ndarray,
    var: np.ndarray,
    momentum: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Move the statistics that prediction will use a little towards those of a mini-batch.

    running := momentum running + (1 - momentum) batch

    Both are exponentially weighted averages; the variance is averaged as it is. (The paper
    multiplies it by m / (m - 1) at the end; this course does not.)

    Parameters
    ----------
    running_mu, running_var : arrays (n, 1), the averages so far
    mu, var : arrays (n, 1), the statistics of this mini-batch
    momentum : float in (0, 1), the share of the old average that stays

    Returns
    -------
    running_mu, running_var : arrays (n, 1)

    Source: Ioffe and Szegedy, Batch Normalization (2015), section 3.1 (moving averages).
    """
    running_mu = momentum * running_mu + (1 - momentum) * mu
    running_var = momentum * running_var + (1 - momentum) * var
    return running_mu, running_var


def batch_norm_predict(
    Z: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mu: np.ndarray,
    running_var: np.ndarray,
    epsilon: float,
) -> np.ndarray:
    """Normalize at prediction, by the statistics that training has left.

    z_tilde = gamma (z - running_mu) / sqrt(running_var + epsilon) + beta

    Nothing is measured here: a prediction does not depend on the examples beside it.

    Parameters
    ----------
    Z : array (n, m); m = 1 is allowed
    gamma, beta : arrays (n, 1)
    running_mu, running_var : arrays (n, 1)
    epsilon : float, positive

    Returns
    -------
    Z_tilde : array (n, m)

    Source: Ioffe and Szegedy, Batch Normalization (2015), algorithm 2.
    """
    Z_hat = (Z - running_mu) / np.sqrt(running_var + epsilon)
    return gamma * Z_hat + beta


class BatchNorm:
    """A layer of batch normalization that keeps what it learned and what training measured.

    Parameters
    ----------
    gamma, beta : arrays (n, 1), the learned scale and shift of every feature
    momentum : float in (0, 1), the share of the old running statistics that stays
    epsilon : float, positive; keeps the root away from 0

    Attributes
    ----------
    gamma, beta : as given
    running_mu, running_var : arrays (n, 1), zeros and ones before the first batch
    dgamma, dbeta : arrays (n, 1), the gradients of the last backward pass

    Source: Ioffe and Szegedy, Batch Normalization (2015), algorithms 1 and 2.
    """

    def __init__(
        self, gamma: np.ndarray, beta: np.ndarray, momentum: float = 0.9, epsilon: float = 1e-5
    ) -> None:
        """Keep the parameters. No batch was seen: the running mean is 0, the running variance 1."""
        self.gamma, self.beta = gamma, beta
        self.momentum, self.epsilon = momentum, epsilon
        self.running_mu = np.zeros_like(gamma)
        self.running_var = np.ones_like(gamma)
        self._cache: dict | None = None

    def forward(self, Z: np.ndarray) -> np.ndarray:
        """Normalize a mini-batch Z, array (n, m), and move the running statistics towards it.

        Returns Z_tilde, array (n, m).
        """
        Z_tilde, cache = batch_norm_forward(Z, self.gamma, self.beta, self.epsilon)
        self._cache = cache
        self.running_mu, self.running_var = update_running_statistics(
            self.running_mu, self.running_var, cache["mu"], cache["var"], self.momentum
        )
        return Z_tilde

    def backward(self, dZ_tilde: np.ndarray) -> np.ndarray:
        """Differentiate the cost through the last forward pass; keep dgamma and dbeta.

        dZ_tilde is an array (n, m). Returns dZ, array (n, m). Raises RuntimeError, whose message
        names forward, where there was no forward pass.
        """
        if self._cache is None:
            raise RuntimeError("call forward before backward")
        gradients = batch_norm_backward(dZ_tilde, self._cache)
        self.dgamma, self.dbeta = gradients["dgamma"], gradients["dbeta"]
        return gradients["dZ"]

    def predict(self, Z: np.ndarray) -> np.ndarray:
        """Normalize Z, array (n, m), by the running statistics; change nothing.

        Returns Z_tilde, array (n, m).
        """
        return batch_norm_predict(
            Z, self.gamma, self.beta, self.running_mu, self.running_var, self.epsilon
        )
