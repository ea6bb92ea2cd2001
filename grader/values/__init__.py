"""Nested values: the types that a result may hold, and the one way to walk through them.

value_type  what a type of value declares; places and differences in words
types       one module for each family of types: how they are compared, taken apart and written
walks       lists, dictionaries and what is in no family; which type a value belongs to; nodes and leaves
            with their places, two values side by side, changed copies
"""

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
    EXACTABLE,
    IGNORABLE,
    TYPES,
    MappingValue,
    Node,
    NotAlike,
    SequenceValue,
    arrays,
    at,
    built_alike,
    describe,
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
    type_of,
    with_part,
)

__all__ = [
    "EXACTABLE", "IGNORABLE",
    "MAX_DEPTH", "MAX_NODES", "PLAIN_DATA", "TYPES", "Attribute", "Difference", "MappingValue", "Node", "NotAlike",
    "Opaque", "Place", "RaisedException", "Rung", "SequenceValue", "Unjudged", "ValueType", "WrittenText", "arrays", "at", "built_alike", "called", "describe",
    "differs", "extra_keys", "first_difference", "holds_opaque", "leaf_pairs", "leaves", "literal",
    "map_leaves", "misfit", "nodes", "opaque_part", "place_of_key", "same_bits", "type_of", "with_part",
]  # fmt: skip
