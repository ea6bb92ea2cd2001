"""All types of value, and which of them a value belongs to."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.values import types
from grader.values.types.basic import OpaqueValue
from grader.values.value_type import ValueType


def _declared() -> Iterator[ValueType]:
    for module in pkgutil.iter_modules(types.__path__):
        yield from getattr(importlib.import_module(f"{types.__name__}.{module.name}"), "TYPES", ())


TYPES: tuple[ValueType, ...] = tuple(_declared())

OF_CLASS: Mapping[type, ValueType] = {cls: kind for kind in TYPES for cls in kind.classes}
"""A value's class, or the nearest of those that it builds on, decides."""
IGNORABLE = tuple(dict.fromkeys(word for kind in TYPES for word in kind.ignorable))
"""The words that an author may give to ``ignores=``."""
EXACTABLE = tuple(dict.fromkeys(word for kind in TYPES for word in kind.exactable))
"""The words that an author may give to ``exact=``."""
OF_DTYPE: Mapping[str, ValueType] = {code: kind for kind in TYPES for code in kind.dtype_kinds}
_UNKNOWN = next(kind for kind in TYPES if isinstance(kind, OpaqueValue))


def type_of(value: Any) -> ValueType:
    """The type that handles ``value``; for a foreign object, the one of what cannot be sent."""
    if isinstance(value, np.ndarray):
        return OF_DTYPE.get(value.dtype.kind, _UNKNOWN)
    kind = OF_CLASS.get(type(value))  # nearly always: to ask every class would take longer
    if kind is None:
        kind = next((OF_CLASS[cls] for cls in type(value).__mro__ if cls in OF_CLASS), None)
    return kind or next((k for k in TYPES if isinstance(value, k.classes)), _UNKNOWN)


def describe(value: Any) -> str:
    """The kind of a value in words: "a number", "an array of shape (3, 4)", "of type module"."""
    return type_of(value).describe(value)
