"""Tensors of PyTorch, in the judge as arrays."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.util.language import gettext
from grader.values.types.numeric import KINDS, kind_fits, other_kind
from grader.values.value_type import Attribute, Difference, Place, Rung, ValueType, differs, exactly

if TYPE_CHECKING:
    from grader.model.exercise import Tolerance


@dataclass(frozen=True, eq=False, slots=True)
class Tensor:
    """A tensor: its entries, its dtype as PyTorch writes it, and whether gradients flow into it."""

    data: np.ndarray
    dtype: str
    gradient: bool

    def __getitem__(self, key: Attribute) -> np.ndarray:
        return {"data": self.data}[key.name]


class TensorValue(ValueType):
    """A tensor is compared as an array; on which device it is does not count."""

    classes = (Tensor,)
    container = True
    wire_name = "tensor"
    library = "torch"
    exactable = ("dtype", "gradient")

    def describe(self, value: Tensor) -> str:
        return (
            gettext("a tensor of shape {shape}", shape=value.data.shape)
            if value.data.ndim
            else gettext("a tensor with one number")
        )

    def packs(self, value: Any) -> bool:
        kind = getattr(sys.modules.get("torch"), "Tensor", None)
        return isinstance(value, Tensor) or (isinstance(kind, type) and isinstance(value, kind))

    def misfit(
        self, expected: Any, actual: Any, place: Place, tolerance: Tolerance | None = None
    ) -> Difference | None:
        e, a = expected.data, actual.data
        exact = () if tolerance is None else tolerance.exact
        if e.shape != a.shape:
            has = (
                gettext("has shape {shape}", shape=a.shape) if a.ndim else gettext("has one number")
            )
            return differs(
                Rung.SHAPE, place, has, f"{e.shape}" if e.ndim else gettext("one number")
            )
        if not kind_fits(e, a) or (e.dtype.kind == "f") != (a.dtype.kind == "f"):
            return other_kind(e, a, place)
        if "dtype" in exact and expected.dtype != actual.dtype:
            return differs(
                Rung.DTYPE,
                place,
                gettext("is of dtype {dtype}", dtype=actual.dtype),
                expected.dtype,
            )
        if "gradient" in exact and expected.gradient != actual.gradient:
            words = gettext("takes part in differentiation"), gettext("takes no part in it")
            said, wanted = words if actual.gradient else words[::-1]
            return differs(Rung.TYPE, place, said, gettext("that it {does}", does=wanted))
        return None

    def same(self, one: Tensor, other: Tensor) -> bool:
        return one.dtype == other.dtype and one.gradient == other.gradient

    def parts(self, value: Tensor) -> Iterable[tuple[Any, Any]]:
        return [(Attribute("data"), value.data)]

    def place_of_part(self, value: Tensor, key: Any, place: Place) -> Place:
        return place

    def rebuild(self, value: Tensor, parts: list[Any]) -> Tensor:
        return Tensor(parts[0], value.dtype, value.gradient)

    def literal(self, value: Tensor, parts: list[str]) -> str:
        torch = "__import__('torch')"
        return f"{torch}.from_numpy(np.array({parts[0]})).to({torch}.{value.dtype})"

    def pack(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            return value.data, value.dtype, value.gradient
        torch: Any = sys.modules["torch"]
        dtype = str(value.dtype).removeprefix("torch.")
        plain = value.detach().to("cpu")
        if plain.layout is not torch.strided:
            plain = plain.to_dense()
        if dtype in ("bfloat16", "float16") or dtype.startswith("float8"):
            plain = plain.to(torch.float32)  # which holds all of their numbers
        data = plain.resolve_conj().resolve_neg().contiguous().numpy()
        return np.array(data), dtype, bool(value.requires_grad)

    def unpack(self, plain: Any) -> Tensor:
        data, dtype, gradient = exactly(tuple, plain)
        if exactly(np.ndarray, data).dtype.kind not in KINDS:
            raise ValueError("not the entries of a tensor")
        if not exactly(str, dtype).isidentifier() or len(dtype) > 40:
            raise ValueError("not a dtype")
        return Tensor(data, dtype, exactly(bool, gradient))

    def revive(self, value: Tensor) -> Any:
        torch: Any = sys.modules["torch"]
        made = torch.from_numpy(value.data.copy()).to(getattr(torch, value.dtype))
        return made.requires_grad_(True) if value.gradient else made


TYPES = (TensorValue(),)
