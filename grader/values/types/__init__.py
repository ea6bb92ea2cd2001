"""The types of value, one module for each family; each module lists its types in ``TYPES``."""
