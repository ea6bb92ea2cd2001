"""What the groups of mistakes share: the shape of a table, texts that are edited, hints."""

from __future__ import annotations

Mistakes = dict[str, tuple[tuple[str, str, str, str], ...]]

RATIO = "eigenvalues[-1] / eigenvalues[0]"
AVERAGE_V, AVERAGE_S = "beta * v + (1 - beta) * (curvatures * w)", "beta * S + (1 - beta) * g**2"
RMS_STEP = "learning_rate * g / (np.sqrt(S) + epsilon)"
LAST_NORMS = "norms[0], norms[int(np.argmin(dev_errors))], norms[-1]"
COLUMNS = "X[:, first : first + size], Y[:, first : first + size]"
ENTROPY = "-np.mean(Y_t * np.log(A) + (1 - Y_t) * np.log(1 - A))"
GRADIENTS = "X_t @ (A - Y_t).T / m_t, np.sum(A - Y_t) / m_t"
START = "path = [w]"
