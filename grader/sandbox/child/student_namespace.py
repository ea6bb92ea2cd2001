"""The namespace in which a submission's statements are executed, in the child.

It holds NumPy, ``math`` and the course's helper functions before the first statement, so that a
deleted import cell does not make a right notebook ungradable. Helper modules of the course are
stand-ins that came as code with the request; `grader.sandbox.child.absent_packages` stands for what is not there.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import math
import sys
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.model.modules import THREADS
from grader.sandbox.child.absent_packages import AbsentModule, absent, find_spec
from grader.sandbox.child.call_environment import STUDENT, BoundedText, describe, seed_everything

_DISPLAY, _GET_IPYTHON = absent("IPython.display"), absent("IPython.get_ipython")


def _go_on(*args: Any, **kwargs: Any) -> None:
    """``breakpoint()`` where nobody debugs."""


def _one_entry(value: Any) -> Any:
    single = isinstance(value, np.ndarray) and value.ndim > 0 and value.size == 1
    return value.reshape(()) if single else value


def _float_of(value: Any) -> float:
    """``float(value)``, also of a one-entry array (see `grader.load.read.compile`)."""
    return float(_one_entry(value))


def _int_of(value: Any) -> int:
    return int(_one_entry(value))


class _AliasModule(types.ModuleType):
    """A sibling file of the same submission: its attributes are those of the one namespace."""

    def __init__(self, name: str, namespace: dict[str, Any]) -> None:
        super().__init__(name)
        self.__dict__["_namespace"] = namespace
        self.__dict__["__path__"] = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_namespace"][name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None


class Namespace:
    """One submission's names, and the modules that it may import."""

    def __init__(
        self,
        modules: list[Any],
        module_names: dict[str, str],
        inert: list[str],
        aliases: list[str],
    ) -> None:
        self.names: dict[str, Any] = {
            "__name__": STUDENT, "np": np, "numpy": np, "math": math,
            "_float_of": _float_of, "_int_of": _int_of,
            # What a notebook's kernel brings: shows nothing here.
            "display": _DISPLAY, "get_ipython": _GET_IPYTHON,
        }  # fmt: skip
        self._stand_ins: list[types.ModuleType] = []
        # The registered module is what `import __main__`-like look-ups and pickling would want.
        main = types.ModuleType(STUDENT)
        main.__dict__.update(self.names)
        sys.modules[STUDENT] = main
        for names, exports, code in modules:
            self._add_stand_in(names, exports, code)
        for imported, served_by in module_names.items():
            _register(imported, sys.modules[served_by])
        for name in inert:
            # Parts of the standard library may be loaded for others; what starts threads is useless.
            if name not in sys.modules or name.partition(".")[0] in THREADS:
                _register(name, AbsentModule(name))
        if inert:
            importlib.util.find_spec = find_spec
        sys.breakpointhook = _go_on
        for name in aliases:
            _register(name, _AliasModule(name, self.names))

    def _add_stand_in(self, names: list[str], exports: list[str], code: bytes) -> None:
        module = types.ModuleType(names[0])
        for name in names:  # before it runs: stand-ins may import each other
            _register(name, module)
        exec(marshal.loads(code), module.__dict__)
        self._stand_ins.append(module)
        for name in exports:
            self.names[name] = module.__dict__[name]

    def execute(self, statements: list[Any]) -> list[Any]:
        """Run each statement; returns [index, type, message, origin, line] of those that raised."""
        errors = []
        saved = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = BoundedText(0)
        seed_everything(0)
        try:
            for index, code in enumerate(statements):
                try:
                    exec(marshal.loads(code), self.names)
                except BaseException as error:
                    errors.append([index, *describe(error)])
        finally:
            sys.stdout, sys.stderr = saved
        return errors

    def get(self, name: str) -> Any:
        value = self.names.get(name)
        return value if callable(value) else None

    @contextlib.contextmanager
    def replaced(self, code: bytes | None) -> Iterator[None]:
        """Put a case's own helper functions in place of those of the same name, for one call."""
        if code is None:
            yield
            return
        own: dict[str, Any] = {"__name__": "replacements", "np": np}
        exec(marshal.loads(code), own)
        functions = {n: f for n, f in own.items() if isinstance(f, types.FunctionType)}
        with self._in_place(functions):
            yield

    @contextlib.contextmanager
    def holding(self, functions: dict[str, Any]) -> Iterator[None]:
        """Put functions in place of those of the same name, and wherever else these are named."""
        own = {id(f): name for name in functions if (f := self.get(name)) is not None}
        also = {n: functions[own[id(v)]] for n, v in self.names.items() if id(v) in own}
        with self._in_place({**also, **functions}):
            yield

    @contextlib.contextmanager
    def _in_place(self, functions: dict[str, Any]) -> Iterator[None]:
        places = [self.names, *(module.__dict__ for module in self._stand_ins)]
        saved = [{n: place[n] for n in functions if n in place} for place in places]
        for place in places:
            place.update(functions)
        try:
            yield
        finally:
            for place, old in zip(places, saved, strict=True):
                for name in functions:
                    place.pop(name, None)
                place.update(old)


def _register(name: str, module: types.ModuleType) -> None:
    """Put a module under a dotted name, and make it an attribute of its parents."""
    parent, _, last = name.rpartition(".")
    if parent:
        if parent not in sys.modules:
            _register(parent, AbsentModule(parent))
        setattr(sys.modules[parent], last, module)
    sys.modules[name] = module
