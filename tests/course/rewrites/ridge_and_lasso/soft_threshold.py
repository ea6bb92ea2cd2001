"""Every known mistake of soft_threshold once more, in other words."""

import numpy as np


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
