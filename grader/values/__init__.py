"""Nested values: the types that a result may hold, and the one way to walk through them.

value_type  what a type of value declares; places and differences in words
types       one module for each family of types: how they are compared, taken apart and written
registry    all of them, and which one a value belongs to
walks       nodes and leaves with their places, two values side by side, changed copies
numbers     which numbers agree, and how people read them
"""

from grader.values.registry import EXACTABLE, IGNORABLE, TYPES, describe, type_of
from grader.values.types.basic import MappingValue, SequenceValue
from grader.values.types.observed import RaisedException, Unjudged, WrittenText
from grader.values.value_type import (
    MAX_DEPTH,
    MAX_NODES,
    PLAIN_DATA,
    Attribute,
    Difference,
    Opaque,
    Place,
    Rung,
    ValueType,
    called,
    differs,
    place_of_key,
)
from grader.values.walks import (
    Node,
    NotAlike,
    arrays,
    at,
    extra_keys,
    first_difference,
    holds_opaque,
    leaf_pairs,
    leaves,
    literal,
    map_leaves,
    misfit,
    nodes,
    opaque_part,
    same_bits,
    with_part,
)

__all__ = [
    "EXACTABLE", "IGNORABLE",
    "MAX_DEPTH", "MAX_NODES", "PLAIN_DATA", "TYPES", "Attribute", "Difference", "MappingValue", "Node", "NotAlike",
    "Opaque", "Place", "RaisedException", "Rung", "SequenceValue", "Unjudged", "ValueType", "WrittenText", "arrays", "at", "called", "describe",
    "differs", "extra_keys", "first_difference", "holds_opaque", "leaf_pairs", "leaves", "literal",
    "map_leaves", "misfit", "nodes", "opaque_part", "place_of_key", "same_bits", "type_of", "with_part",
]  # fmt: skip
