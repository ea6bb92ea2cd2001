"""Nested values: the types that a result may hold, and the one way to walk through them.

types     what each type is called, how it is compared, taken apart and written; walks over nested
          values: nodes and leaves with their places, two values side by side, changed copies
numbers   which numbers agree, and how people read them
"""

from grader.values.types import (
    MAX_DEPTH,
    MAX_NODES,
    TYPES,
    Difference,
    MappingValue,
    Node,
    NotAlike,
    Opaque,
    Rung,
    SequenceValue,
    ValueType,
    arrays,
    at,
    called,
    describe,
    differs,
    extra_keys,
    first_difference,
    holds_opaque,
    leaf_pairs,
    leaves,
    literal,
    map_leaves,
    nodes,
    place_of_key,
    same_bits,
    type_of,
)

__all__ = [
    "MAX_DEPTH", "MAX_NODES", "TYPES", "Difference", "MappingValue", "Node", "NotAlike",
    "Opaque", "Rung", "SequenceValue", "ValueType", "arrays", "at", "called", "describe", "differs", "extra_keys", "first_difference",
    "holds_opaque", "leaf_pairs", "leaves", "literal", "map_leaves", "nodes", "place_of_key", "same_bits",
    "type_of",
]  # fmt: skip
