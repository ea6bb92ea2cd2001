"""The namespace in which a submission's statements are executed, in the child.

It holds NumPy, ``math`` and the course's helper functions before the first statement, so that a
deleted import cell does not make a correct notebook ungradable. Helper modules of the course are stub
modules that came as code with the request; `absent_packages` stands for what is not there.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import math
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader.model.modules import THREADS
from grader.sandbox.child.absent_packages import AbsentModule, absent, find_spec
from grader.sandbox.child.call_environment import (
    MAIN,
    STUDENT,
    BoundedText,
    Randomness,
    describe,
)


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


class WholeProgram:
    """A program: a call runs it as ``python name.py`` does, and returns its exit code."""

    def __init__(self, name: str, namespace: Namespace) -> None:
        self._name, self._namespace = name, namespace
        self._pieces: list[types.CodeType] = []
        self._binds: set[str] = set()

    def add(self, code: types.CodeType, binds: tuple[str, ...]) -> None:
        self._pieces.append(code)
        self._binds.update(binds)

    def __call__(self, args: Sequence[str] = ()) -> int:
        """Run all statements in a module of their own; ``args`` are those of the command line.

        The module holds what the other files of the submission define, and nothing that only its own
        statements bind: these have not run yet.
        """
        main = types.ModuleType(MAIN)
        around = self._namespace.names.items()
        main.__dict__.update({name: value for name, value in around if name not in self._binds})
        # `exit` and `quit` are of Python's site module, which no child has.
        main.__dict__.update(__name__=MAIN, exit=sys.exit, quit=sys.exit)
        self._namespace.own.append(main.__dict__)
        saved = sys.argv, sys.stderr, sys.modules.get(MAIN)
        sys.argv, sys.modules[MAIN] = [f"{self._name}.py", *map(str, args)], main
        sys.stderr = BoundedText(0)  # its words are the student's to choose
        try:
            for code in self._pieces:
                exec(code, main.__dict__)
        except SystemExit as end:
            return _exit_code(end.code)
        finally:
            sys.argv, sys.stderr = saved[:2]
            if saved[2] is not None:
                sys.modules[MAIN] = saved[2]
        return 0


def _exit_code(given: Any) -> int:
    """What a system makes of the argument of ``sys.exit``."""
    if given is None:
        return 0
    return given & 0xFF if isinstance(given, int) else 1


class Namespace:
    """One submission's names, and the modules that it may import."""

    module = STUDENT

    def __init__(self, load: Mapping[str, Any], randomness: Randomness) -> None:
        """``load`` is what `protocol.load_message` sends."""
        self._randomness, self._statements = randomness, load["statements"]
        self.names: dict[str, Any] = {
            "__name__": STUDENT, "np": np, "numpy": np, "math": math,
            "_float_of": _float_of, "_int_of": _int_of, "_program": self._program,
            # A notebook's kernel provides these; here they show nothing.
            "display": absent("IPython.display"), "get_ipython": absent("IPython.get_ipython"),
        }  # fmt: skip
        self.own: list[dict[str, Any]] = [self.names]
        """The globals of all code of the submission."""
        self._stubs: list[types.ModuleType] = []
        self._call_hooks: list[Callable[[], None]] = []
        # The registered module is what `import __main__`-like look-ups and pickling would want.
        main = types.ModuleType(STUDENT)
        main.__dict__.update(self.names)
        sys.modules[STUDENT] = main
        for names, exports, code in load["modules"]:
            self._add_stub(names, exports, code)
        for imported, served_by in load["module_names"].items():
            _register(imported, sys.modules[served_by])
        for name in load["inert"]:
            # Parts of the standard library may be loaded for others; what starts threads is useless.
            if name not in sys.modules or name.partition(".")[0] in THREADS:
                _register(name, AbsentModule(name))
        if load["inert"]:
            importlib.util.find_spec = find_spec
        sys.breakpointhook = lambda *args, **kwargs: None
        for name in load["aliases"]:
            _register(name, _AliasModule(name, self.names))

    def _add_stub(self, names: list[str], exports: list[str], code: bytes) -> None:
        module = types.ModuleType(names[0])
        for name in names:  # before it runs: stub modules may import each other
            _register(name, module)
        exec(marshal.loads(code), module.__dict__)
        self._stubs.append(module)
        for name in exports:
            self.names[name] = module.__dict__[name]
        if hook := module.__dict__.get("begin_call"):
            self._call_hooks.append(hook)

    def _program(self, name: str, code: types.CodeType, binds: tuple[str, ...]) -> WholeProgram:
        """The whole program ``name``, with one more piece of its code (`grader.load.read.compile`)."""
        known = self.names.get(name)
        program = known if type(known) is WholeProgram else WholeProgram(name, self)
        program.add(code, binds)
        return program

    def begin_call(self, seed: int) -> None:
        """Seed every source of randomness, and tell the stub modules that a call begins."""
        self._randomness.seed(seed)
        for hook in self._call_hooks:
            hook()

    def execute(self) -> list[Any]:
        """Run each statement of the submission.

        Returns [index, type, message, origin, line] of those that raised.
        """
        errors = []
        saved = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = BoundedText(0)
        self._randomness.seed(0)
        try:
            for index, code in enumerate(self._statements):
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

    def support(self, name: str) -> Any:
        """A function of one of the author's helper modules, whatever the student calls so."""
        return next(m.__dict__[name] for m in self._stubs if name in m.__dict__)

    @contextlib.contextmanager
    def replaced(self, code: bytes | None, helpers: dict[str, Any]) -> Iterator[None]:
        """For one call, replace functions by a case's own (``code``) and by stubs of helpers."""
        if code is None and not helpers:
            yield
            return
        names: dict[str, Any] = {"__name__": "replacements", "np": np}
        exec(marshal.loads(code) if code else "", names)
        functions = {n: f for n, f in names.items() if isinstance(f, types.FunctionType)}
        with self._in_place(functions):
            # A helper may have other names, too.
            aliases = {
                alias: stub
                for name, stub in helpers.items()
                if (function := self.get(name)) is not None
                for alias, value in self.names.items()
                if value is function
            }
            with self._in_place({**aliases, **helpers}):
                yield

    @contextlib.contextmanager
    def _in_place(self, functions: dict[str, Any]) -> Iterator[None]:
        places = [self.names, *(module.__dict__ for module in self._stubs)]
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
