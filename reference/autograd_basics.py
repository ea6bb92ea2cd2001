"""First steps with PyTorch: tensors, gradients by autograd, and gradient descent."""

import torch


def standardise(X: torch.Tensor) -> torch.Tensor:
    """Return X with mean 0 and standard deviation 1 in every column.

    X: tensor (m, n); the variance is the mean of the squares, without Bessel's correction.
    Returns a tensor (m, n).
    """
    mean = X.mean(dim=0)
    spread = X.std(dim=0, unbiased=False)
    return (X - mean) / spread


def gradient(w: torch.Tensor, X: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the gradient of the mean squared error of X w in w, by autograd.

    w: tensor (n,), X: tensor (m, n), y: tensor (m,); w itself stays as it is.
    The cost is mean((X w - y)^2). Returns a tensor (n,).
    """
    w = w.detach().clone().requires_grad_(True)
    cost = ((X @ w - y) ** 2).mean()
    cost.backward()
    return w.grad


def descend(
    w: torch.Tensor, X: torch.Tensor, y: torch.Tensor, rate: float, steps: int
) -> torch.Tensor:
    """Return w after so many steps of gradient descent on the mean squared error.

    w: tensor (n,), X: tensor (m, n), y: tensor (m,), rate: the learning rate, steps: a number.
    Each step goes against the gradient. Returns a tensor (n,).
    """
    for _ in range(steps):
        w = w - rate * gradient(w, X, y)
    return w
