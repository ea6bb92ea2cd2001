"""The version of an exercise that students read: it tells nothing that they do not hold.

A hash over the whole exercise would let somebody who knows how hidden seeds were chosen try choices at home
until the hash fits. This one is over what is handed out, so that it is the same in a released bundle, on a
student's page and in `grader check`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from grader.model.exercise import Exercise

_DIGITS = 6
"""Of the largest entry. Machines differ in the last of sixteen, and the version is to be one."""


def public_version(exercise: Exercise) -> str:
    """Return a hash over the public cases and over what else a bundle holds, in 16 hexadecimal digits."""
    parts = {
        "id": exercise.id,
        "title": exercise.title,
        "edition": exercise.edition,
        "functions": exercise.functions,
        "modules": exercise.modules,
        "limits": exercise.limits,
        "cases": exercise.public_cases,
    }
    return hashlib.sha256(json.dumps(_plain(parts)).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """``value`` for JSON: a container keeps its kind and order, a number its leading digits."""
    if isinstance(value, Mapping):
        return ["map", [[_plain(key), _plain(each)] for key, each in value.items()]]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, [_plain(each) for each in value]]
    if is_dataclass(value):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}
        return [type(value).__name__, _plain(parts)]
    if isinstance(value, (np.ndarray, np.generic, float, complex)):
        array = np.asarray(value)
        return [type(value).__name__, array.dtype.str, array.shape, _digits(array)]
    return [type(value).__name__, str(value)]


def _digits(array: np.ndarray[Any, Any]) -> str:
    if array.dtype.kind not in "fc":
        return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
    finite = np.abs(array[np.isfinite(array)])
    unit = (float(finite.max()) if finite.size else 0.0) or 1.0
    rounded = np.round(array / unit, _DIGITS) + 0.0  # one zero, whatever its sign
    return f"{unit:.{_DIGITS}g} {hashlib.sha256(rounded.tobytes()).hexdigest()}"
