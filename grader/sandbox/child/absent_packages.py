"""Objects that replace packages which are not installed, in the child.

Plots, debuggers and progress bars may be called as often as a student likes: that does nothing. A
number that only such a package could give raises when it is computed with, and names the package.
"""

from __future__ import annotations

import dis
import importlib.util
import itertools
import sys
import types
from collections.abc import Iterator
from typing import Any

from grader.model.modules import PROGRESS_BARS, TOOLS, why_absent
from grader.values import MAX_NODES


class Absent:
    """A part of an absent package: takes any attribute and any call, and has no value.

    Each has a class of its own with the dotted name, so that Python's messages name what the
    student wrote.
    """

    _items: Any = None
    __all__: tuple[str, ...] = ()
    __array_priority__ = 1e9

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return absent(f"{_path(self)}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # As a decorator it hands the function back.
        if len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType):
            return args[0]
        made = absent(_path(self))
        if _root(self) in PROGRESS_BARS and args:
            counts = all(isinstance(value, int) for value in args)
            made._items = range(*args[:3]) if counts else args[0]
        return made

    def __iter__(self) -> Iterator[Any]:
        if hasattr(type(self._items), "__iter__"):
            return iter(self._items)
        count = _names_on_the_left(sys._getframe(1))
        if count is None or _root(self) not in TOOLS:
            raise _error(self)
        return iter([absent(_path(self)) for _ in range(count)])

    def __len__(self) -> int:
        if hasattr(type(self._items), "__len__"):
            return len(self._items)
        raise _error(self)

    def __bool__(self) -> bool:
        if _root(self) not in TOOLS:
            raise _error(self)
        return True

    def __getitem__(self, key: Any) -> Any:
        return absent(_path(self))

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return ()  # a class that builds on it is one of the student's own

    def __format__(self, form: str) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return f"<{_path(self)}>"


def _refuses(self: Absent, *others: Any, **more: Any) -> Any:
    raise _error(self)


_BINARY = "add sub mul truediv floordiv mod pow matmul divmod and or xor lshift rshift".split()
_OTHERS = (
    "neg pos abs invert lt le gt ge int float complex index round trunc floor ceil contains array"
    " array_ufunc array_function"
).split()
for _operation in (*_BINARY, *(f"r{name}" for name in _BINARY), *_OTHERS):
    setattr(Absent, f"__{_operation}__", _refuses)


def absent(path: str) -> Absent:
    """Return the object for a dotted name."""
    made: Absent = type(path, (Absent,), {"__module__": "builtins"})()
    return made


class AbsentModule(types.ModuleType):
    """An absent package that can be imported all the same; its parts are `Absent`."""

    __all__: tuple[str, ...] = ()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []  # as a package has one: `import module.part` then works

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return absent(f"{self.__name__}.{name}")


def refuse(value: Any, depth: int = 20) -> None:
    """Raise where a result holds a part of an absent package."""
    if isinstance(value, Absent):
        raise _error(value)
    if isinstance(value, AbsentModule):
        raise _missing(value.__name__)
    # A larger result cannot be sent in any case.
    if depth and type(value) in (list, tuple, dict) and len(value) <= MAX_NODES:
        for item in value.values() if type(value) is dict else value:
            refuse(item, depth - 1)


_find_spec = importlib.util.find_spec


def find_spec(name: str, package: str | None = None) -> Any:
    """`importlib.util.find_spec`, which finds no absent package."""
    return None if isinstance(sys.modules.get(name), AbsentModule) else _find_spec(name, package)


def _path(value: Absent) -> str:
    return type(value).__name__


def _root(value: Absent) -> str:
    return _path(value).partition(".")[0]


def _error(value: Absent) -> ModuleNotFoundError:
    parts = _path(value).split(".")
    names = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    # The longest name that was imported as a module.
    imported = itertools.takewhile(lambda n: isinstance(sys.modules.get(n), AbsentModule), names)
    return _missing([names[0], *imported][-1])


def _missing(module: str) -> ModuleNotFoundError:
    return ModuleNotFoundError(why_absent(module), name=module)


def _names_on_the_left(frame: types.FrameType) -> int | None:
    """How many values the running instruction unpacks: two for ``figure, axes = plt.subplots()``."""
    for step in dis.get_instructions(frame.f_code):
        if step.offset == frame.f_lasti:
            return step.arg if step.opname == "UNPACK_SEQUENCE" else None
    return None
