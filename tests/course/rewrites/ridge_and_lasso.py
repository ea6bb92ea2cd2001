"""Every known mistake of ridge_and_lasso once more, in other words."""

import numpy as np


def residuals(w, X, Y):
    return (X.T @ w).T - Y


def slope(w, X, Y):
    """The gradient of the squared errors."""
    return 2 * X.dot(residuals(w, X, Y).T)


def squared(w, X, Y):
    r = residuals(w, X, Y).ravel()
    return float(r @ r)


def ridge_cost__penalises_sizes(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * sum(abs(v) for v in w.ravel())


def ridge_cost__averages_the_errors(w, X, Y, lambd):
    return squared(w, X, Y) / Y.size + lambd * (w.T @ w).item()


def ridge_cost__halves_and_averages_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * (w.T @ w).item() / Y.size / 2


def ridge_cost__halves_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y) + 0.5 * lambd * (w.T @ w).item()


def ridge_cost__lets_errors_cancel(w, X, Y, lambd):
    return residuals(w, X, Y).sum() ** 2 + lambd * (w.T @ w).item()


def ridge_cost__forgets_the_penalty(w, X, Y, lambd):
    total = 0
    for i in range(X.shape[1]):
        total += (Y[0, i] - np.dot(w[:, 0], X[:, i])) ** 2
    return total


def ridge_cost__penalises_the_norm(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * (w.T @ w).item() ** 0.5


def ridge_cost__squares_the_sum_of_weights(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * np.square(w.sum())


def ridge_gradient__forgets_the_two_of_the_errors(w, X, Y, lambd):
    return slope(w, X, Y) / 2 + lambd * (w + w)


def ridge_gradient__forgets_the_two_of_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y) + w * lambd


def ridge_gradient__halves_everything(w, X, Y, lambd):
    return (slope(w, X, Y) + 2 * lambd * w) / 2


def ridge_gradient__climbs(w, X, Y, lambd):
    return 2 * lambd * w - slope(w, X, Y)


def ridge_gradient__averages(w, X, Y, lambd):
    return slope(w, X, Y) / Y.size + 2 * lambd * w


def ridge_gradient__forgets_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y)


def ridge_gradient__pulls_by_the_sign(w, X, Y, lambd):
    return slope(w, X, Y) + 2 * lambd * np.where(w > 0, 1, -1)


def ridge_gradient__subtracts_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y) - lambd * (w + w)


def minimum(A, X, Y):
    return np.linalg.inv(A) @ (X @ Y.T)


def ridge_weights__forgets_the_penalty(X, Y, lambd):
    return np.linalg.lstsq(X.T, Y.T, rcond=None)[0]


def ridge_weights__adds_lambda_everywhere(X, Y, lambd):
    A = X @ X.T
    A += np.full(A.shape, lambd)
    return np.linalg.solve(A, X @ Y.T)


def ridge_weights__divides_lambda_by_m(X, Y, lambd):
    return minimum(X @ X.T + np.diag([lambd / Y.size] * len(X)), X, Y)


def ridge_weights__halves_lambda(X, Y, lambd):
    return minimum(2 * X @ X.T + np.diag([lambd] * len(X)), 2 * X, Y)


def ridge_weights__squares_lambda(X, Y, lambd):
    return minimum(X @ X.T + np.diag([lambd * lambd] * len(X)), X, Y)


def ridge_weights__subtracts_the_penalty(X, Y, lambd):
    return minimum(X @ X.T + np.diag([-lambd] * len(X)), X, Y)


def lasso_cost__penalises_squares(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * (w.T @ w).item()


def lasso_cost__forgets_the_absolute_values(w, X, Y, lambd):
    return squared(w, X, Y) + sum(lambd * v for v in w.ravel())


def lasso_cost__averages_the_errors(w, X, Y, lambd):
    return np.square(residuals(w, X, Y)).mean() + lambd * np.linalg.norm(w.ravel(), 1)


def lasso_cost__halves_and_averages_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y) + lambd * np.linalg.norm(w.ravel(), 1) / (Y.size * 2)


def lasso_cost__adds_absolute_errors(w, X, Y, lambd):
    return np.abs(residuals(w, X, Y)).sum() + lambd * np.linalg.norm(w.ravel(), 1)


def lasso_cost__forgets_the_penalty(w, X, Y, lambd):
    return squared(w, X, Y)


def lasso_gradient__doubles_the_pull(w, X, Y, lambd):
    return slope(w, X, Y) + lambd * 2 * ((w > 0) * 1.0 - (w < 0))


def lasso_gradient__pulls_by_the_weight(w, X, Y, lambd):
    return slope(w, X, Y) + w * lambd


def lasso_gradient__uses_the_ridge_pull(w, X, Y, lambd):
    return slope(w, X, Y) + (w + w) * lambd


def lasso_gradient__pulls_at_zero(w, X, Y, lambd):
    pull = np.ones_like(w)
    pull[w < 0] = -1
    return slope(w, X, Y) + pull * lambd


def lasso_gradient__forgets_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y)


def lasso_gradient__climbs(w, X, Y, lambd):
    return lambd * np.sign(w) - slope(w, X, Y)


def lasso_gradient__forgets_the_two_of_the_errors(w, X, Y, lambd):
    return lambd * np.sign(w) + slope(w, X, Y) / 2


def lasso_gradient__subtracts_the_penalty(w, X, Y, lambd):
    return slope(w, X, Y) - lambd * np.sign(w)


def soft_threshold__goes_beyond_zero(w, threshold):
    return w - threshold * np.sign(w)


def soft_threshold__cuts_without_shrinking(w, threshold):
    out = w.copy()
    out[np.abs(w) <= threshold] = 0
    return out


def soft_threshold__loses_the_signs(w, threshold):
    return np.clip(np.abs(w) - threshold, 0, None)


def soft_threshold__treats_positive_weights_only(w, threshold):
    return np.where(w > threshold, w - threshold, 0.0)


def soft_threshold__clips_to_the_threshold(w, threshold):
    return np.minimum(np.maximum(w, -threshold), threshold)


def soft_threshold__multiplies(w, threshold):
    return w - threshold * w


def shrink(w, t):
    return np.where(w > t, w - t, np.where(w < -t, w + t, 0.0))


def lasso_step__forgets_the_learning_rate_in_the_threshold(w, X, Y, learning_rate, lambd):
    return shrink(w - learning_rate * slope(w, X, Y), lambd)


def lasso_step__does_not_threshold(w, X, Y, learning_rate, lambd):
    return w - learning_rate * slope(w, X, Y)


def lasso_step__forgets_the_two(w, X, Y, learning_rate, lambd):
    return shrink(w - learning_rate * slope(w, X, Y) / 2, learning_rate * lambd)


def lasso_step__climbs(w, X, Y, learning_rate, lambd):
    return shrink(w + learning_rate * slope(w, X, Y), learning_rate * lambd)


def lasso_step__penalises_twice(w, X, Y, learning_rate, lambd):
    whole = slope(w, X, Y) + lambd * np.sign(w)
    return shrink(w - learning_rate * whole, learning_rate * lambd)


def lasso_step__follows_the_gradient(w, X, Y, learning_rate, lambd):
    return w - learning_rate * (slope(w, X, Y) + lambd * np.sign(w))


def lasso_step__thresholds_before_the_step(w, X, Y, learning_rate, lambd):
    step = learning_rate * slope(w, X, Y)
    return shrink(w, learning_rate * lambd) - step


def lasso_step__doubles_the_threshold(w, X, Y, learning_rate, lambd):
    return shrink(w - learning_rate * slope(w, X, Y), learning_rate * lambd * 2)


def share_of_zeros__counts_without_dividing(w):
    return sum(v == 0 for v in w.ravel())


def share_of_zeros__counts_the_others(w):
    return np.count_nonzero(w) / w.size


def share_of_zeros__rounds_small_weights(w):
    return np.isclose(w, 0).sum() / w.size


def share_of_zeros__takes_per_cent(w):
    return 100 - 100 * np.count_nonzero(w) / w.size


def share_of_zeros__counts_negative_ones_too(w):
    return 1 - np.mean(w > 0)


def shared_weight_penalties__gives_each_the_whole_weight(weight, copies):
    return abs(weight) * copies, weight**2 * copies


def shared_weight_penalties__counts_one_feature(weight, copies):
    part = weight / copies
    return abs(part), part * part


def shared_weight_penalties__squares_the_sum(weight, copies):
    return abs(weight), weight**2


def shared_weight_penalties__forgets_the_absolute_values(weight, copies):
    return weight, weight**2 / copies


def shared_weight_penalties__swaps_the_results(weight, copies):
    return weight**2 / copies, abs(weight)


def best_lambda__trusts_the_training_error(lambdas, train_errors, dev_errors):
    return sorted(zip(train_errors, lambdas))[0][1]


def best_lambda__takes_the_largest_dev_error(lambdas, train_errors, dev_errors):
    return lambdas[dev_errors.index(max(dev_errors))]


def best_lambda__closes_the_gap(lambdas, train_errors, dev_errors):
    gaps = [d - t for t, d in zip(train_errors, dev_errors)]
    return lambdas[gaps.index(min(gaps))]


def best_lambda__adds_both_errors(lambdas, train_errors, dev_errors):
    return min(zip(lambdas, train_errors, dev_errors), key=lambda row: row[1] + row[2])[0]


def best_lambda__returns_the_position(lambdas, train_errors, dev_errors):
    return dev_errors.index(min(dev_errors))


def best_lambda__returns_the_error(lambdas, train_errors, dev_errors):
    best = dev_errors[0]
    for error in dev_errors:
        if error < best:
            best = error
    return best
