"""Names that NumPy once had, and what to write instead."""

from __future__ import annotations

import warnings

INSTEAD = {
    # removed before NumPy 1.24
    "asscalar": "x.item()",
    "rank": "np.ndim",
    "alen": "len",
    # removed in NumPy 1.24: aliases of Python's own types
    "float": "float",
    "int": "int",
    "bool": "bool",  # and there again since 2.0, as NumPy's own type
    "object": "object",
    "str": "str",
    "complex": "complex",
    "unicode": "str",
    # removed in NumPy 2.0
    "bool8": "np.bool_",
    "int0": "np.intp",
    "uint0": "np.uintp",
    "object0": "object",
    "str0": "np.str_",
    "bytes0": "np.bytes_",
    "void0": "np.void",
    "float_": "np.float64",
    "complex_": "np.complex128",
    "longfloat": "np.longdouble",
    "singlecomplex": "np.complex64",
    "cfloat": "np.complex128",
    "longcomplex": "np.clongdouble",
    "clongfloat": "np.clongdouble",
    "string_": "np.bytes_",
    "unicode_": "np.str_",
    "Inf": "np.inf",
    "Infinity": "np.inf",
    "infty": "np.inf",
    "PINF": "np.inf",
    "NINF": "-np.inf",
    "NaN": "np.nan",
    "NAN": "np.nan",
    "PZERO": "0.0",
    "NZERO": "-0.0",
    "product": "np.prod",
    "cumproduct": "np.cumprod",
    "sometrue": "np.any",
    "alltrue": "np.all",
    "round_": "np.round",
    "asfarray": "np.asarray(..., dtype=float)",
    "mat": "np.asmatrix",
    "msort": "np.sort(..., axis=0)",
    "find_common_type": "np.result_type",
    "cast": "np.asarray(..., dtype=...)",
    "issubclass_": "issubclass",
    "issctype": "issubclass(..., np.generic)",
    "set_string_function": "np.set_printoptions",
    # removed in NumPy 2.4 or about to be
    "row_stack": "np.vstack",
    "in1d": "np.isin",
    "trapz": "np.trapezoid",
}


def is_removed(name: str) -> bool:
    """Whether the NumPy in use no longer has this name."""
    import numpy as np

    with warnings.catch_warnings():  # deprecated names warn when they are read
        warnings.simplefilter("ignore")
        return not hasattr(np, name)
