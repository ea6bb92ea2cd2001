"""Nested values: the types that a result may hold, and the one way to walk through them.

types     what each type is called, how it is compared, taken apart and written
walk      nodes and leaves with their places, two values side by side, changed copies
numbers   which numbers agree, and how people read them
"""

from grader.values.types import (
    TYPES,
    Difference,
    MappingValue,
    Opaque,
    Rung,
    SequenceValue,
    ValueType,
    describe,
    differs,
    type_of,
)
from grader.values.walk import (
    MAX_DEPTH,
    MAX_NODES,
    Node,
    NotAlike,
    arrays,
    at,
    holds_opaque,
    leaf_pairs,
    leaves,
    literal,
    map_leaves,
    nodes,
    same_bits,
)

__all__ = [
    "MAX_DEPTH", "MAX_NODES", "TYPES", "Difference", "MappingValue", "Node", "NotAlike",
    "Opaque", "Rung", "SequenceValue", "ValueType", "arrays", "at", "describe", "differs",
    "holds_opaque", "leaf_pairs", "leaves", "literal", "map_leaves", "nodes", "same_bits",
    "type_of",
]  # fmt: skip
