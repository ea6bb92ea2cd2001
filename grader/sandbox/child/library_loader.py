"""Loads the libraries that an exercise declares, whole, before any child is locked down.

A library imports parts of itself when one of its functions is first called; a child could not do
that any more. So every module of it is imported, but for its tests and what needs a screen. What a
library reads from files, such as fonts and time zones, is read as well.

Nothing here is imported for an exercise that declares no library.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib
import io
import os
import pkgutil
import shutil
import sys
import tempfile
import threading
import types
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

_NOT_FOR_USE = frozenset(("__main__", "conftest", "setup", "test", "testing", "tests"))
_LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    # Windows on a screen, and what only builds documentation or the library itself.
    "matplotlib": ("matplotlib.backends", "matplotlib.sphinxext", "matplotlib.testing"),
    "scipy": ("scipy.special._precompute", "scipy._lib.array_api_compat.dask"),
    "sklearn": ("sklearn._build_utils", "sklearn.externals.array_api_compat.dask"),
}
_TOO_LARGE = frozenset({"torch"})
"""Libraries of which only what surrounds their import loads more."""

_ALSO: Mapping[str, tuple[str, ...]] = {
    "matplotlib": ("contourpy", "PIL.Image", "PIL.PngImagePlugin"),
    "sklearn": ("importlib.readers",),
}
"""Parts of others that a library imports when it first needs them."""


def load_libraries(names: Collection[str]) -> None:
    """Import the libraries with all of their parts, and have them read their files."""
    prepared = [name for name in _PREPARED if name in names]
    for name in (*prepared, *(name for name in names if name not in _PREPARED)):
        with _PREPARED[name]() if name in _PREPARED else contextlib.nullcontext():
            if "matplotlib" in names:
                _load(name)
            else:
                _load_without_plots(name)


def _load(name: str) -> None:
    library = importlib.import_module(name)
    if name not in _TOO_LARGE:
        _load_parts(library, _LEFT_OUT.get(name, ()))
    for other in _ALSO.get(name, ()):
        with contextlib.suppress(ImportError):
            importlib.import_module(other)


def _load_without_plots(name: str) -> None:
    """Some libraries import matplotlib if it happens to be installed; others cannot do without."""
    sys.modules["matplotlib"] = None  # type: ignore[assignment]  # an import fails
    try:
        _load(name)
        return
    except ImportError:
        pass
    finally:
        del sys.modules["matplotlib"]
    with _matplotlib():
        _load(name)


def _load_parts(package: types.ModuleType, left_out: Collection[str]) -> None:
    for part in pkgutil.iter_modules(getattr(package, "__path__", []), f"{package.__name__}."):
        if part.name.rpartition(".")[2] in _NOT_FOR_USE or part.name in left_out:
            continue
        # A part that needs what is not installed raises anything, SystemExit too.
        with contextlib.suppress(BaseException):
            module = importlib.import_module(part.name)
            if part.ispkg:
                _load_parts(module, left_out)


@contextlib.contextmanager
def _pandas() -> Iterator[None]:
    """With all time zones: their files cannot be read later."""
    yield
    import zoneinfo

    pandas: Any = importlib.import_module("pandas")
    zones = {}
    for key in zoneinfo.available_timezones():
        for kind in {zoneinfo.ZoneInfo, importlib.import_module("zoneinfo._zoneinfo").ZoneInfo}:
            with contextlib.suppress(Exception):
                zones[kind, key] = kind(key)
    # The class forgets a zone that nobody holds.
    pandas._time_zones = zones
    frame = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    repr(frame), frame.groupby("b")["a"].sum(), frame.merge(frame), frame.describe()


@contextlib.contextmanager
def _matplotlib() -> Iterator[None]:
    """Draws into memory, with the fonts that come with it: the same on every machine.

    A file name given to ``savefig`` is ignored, since there are no files.
    """
    folder = tempfile.mkdtemp()
    os.environ.update(MPLCONFIGDIR=folder, MPLBACKEND="Agg")
    try:
        with _no_timers():
            fonts: Any = importlib.import_module("matplotlib.font_manager")
        plt: Any = importlib.import_module("matplotlib.pyplot")
        figures: Any = importlib.import_module("matplotlib.figure")
        with contextlib.suppress(ImportError):
            importlib.import_module("mpl_toolkits.mplot3d")
        yield
        for name in ("_backend_pdf_ps", "backend_svg", "backend_pdf", "backend_ps"):
            importlib.import_module(f"matplotlib.backends.{name}")
        _keep_fonts(fonts)
        figure = plt.figure()
        figure.add_subplot().set_title(r"$\alpha_1$")
        figure.add_subplot(projection="polar").set_title("a")
        figure.tight_layout()
        figure.canvas.draw()
        plt.close("all")
        figures.Figure.savefig = _in_memory_only(figures.Figure.savefig)
        plt.show = _shows_nothing
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _no_timers() -> Iterator[None]:
    """matplotlib warns from a thread that a search for fonts takes long: a zygote has one thread."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("there are no threads")

    timer, threading.Timer = threading.Timer, refuse  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        threading.Timer = timer  # type: ignore[misc]


class _Instead(types.ModuleType):
    """A module with some of its names replaced, for one other module that uses it."""

    def __init__(self, module: Any, **replaced: Any) -> None:
        super().__init__(module.__name__)
        self.__dict__.update(replaced)
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_module"], name)


def _keep_fonts(fonts: Any) -> None:
    """Read matplotlib's own fonts into memory, and let it know no others."""
    own = os.path.join(os.path.dirname(os.path.dirname(fonts.__file__)), "matplotlib", "mpl-data")
    manager = fonts.fontManager
    for kind in ("ttflist", "afmlist"):
        found = [font for font in getattr(manager, kind) if font.fname.startswith(own)]
        setattr(manager, kind, found)
    paths = [font.fname for font in manager.ttflist]
    paths.append(os.path.join(own, "fonts", "ttf", "LastResortHE-Regular.ttf"))
    read: dict[str, bytes] = {}
    for path in paths:
        with contextlib.suppress(OSError), open(path, "rb") as file:
            read[os.path.realpath(path)] = read[path] = file.read()
    made = fonts.ft2font.FT2Font

    def from_memory(path: Any, *args: Any, **options: Any) -> Any:
        data = read.get(str(os.fspath(path)))
        return made(path if data is None else io.BytesIO(data), *args, **options)

    fonts.ft2font = _Instead(fonts.ft2font, FT2Font=from_memory)

    def is_read(path: Any) -> bool:
        return str(os.fspath(path)) in read

    known = _Instead(os.path, isfile=is_read, exists=is_read)
    mathtext: Any = importlib.import_module("matplotlib._mathtext")
    for module in (fonts, mathtext):
        module.os = _Instead(os, path=known)
    fonts._get_font.cache_clear()


@contextlib.contextmanager
def _sklearn() -> Iterator[None]:
    """With its small data sets in memory, and without other processes, whatever ``n_jobs`` says."""
    os.environ["JOBLIB_MULTIPROCESSING"] = "0"
    yield
    base: Any = importlib.import_module("sklearn.datasets._base")
    for reader in ("load_csv_data", "load_gzip_compressed_csv_data", "load_descr"):
        setattr(base, reader, _reads_once(getattr(base, reader)))
    for name in ("breast_cancer", "diabetes", "digits", "iris", "linnerud", "wine"):
        with contextlib.suppress(Exception):
            getattr(base, f"load_{name}")()


@contextlib.contextmanager
def _torch() -> Iterator[None]:
    """On one processor. A training step makes it import what its optimisers put off until then."""
    yield
    torch: Any = importlib.import_module("torch")
    for name in ("distributions", "optim.lr_scheduler", "nn.utils", "utils.data"):
        importlib.import_module(f"torch.{name}")
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU(), torch.nn.Dropout())
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimiser = kind(model.parameters(), lr=0.1)
        model(torch.randn(3, 2)).sum().backward()
        optimiser.step()
        optimiser.zero_grad()
    repr(model), repr(torch.ones(2) @ torch.ones(2)), torch.cuda.is_available()


def _reads_once(read: Callable[..., Any]) -> Callable[..., Any]:
    """A function that reads a file, which gives a copy of what it read before."""
    known: dict[str, Any] = {}

    def remembered(*args: Any, **options: Any) -> Any:
        key = repr((args, sorted(options.items())))
        if key not in known:
            known[key] = read(*args, **options)
        return copy.deepcopy(known[key])

    return functools.wraps(read)(remembered)


def _in_memory_only(savefig: Callable[..., Any]) -> Callable[..., Any]:
    def save(self: Any, fname: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(fname, (str, bytes, os.PathLike)):
            return None
        return savefig(self, fname, *args, **kwargs)

    save.__doc__, save.__name__ = savefig.__doc__, "savefig"
    return save


def _shows_nothing(*args: Any, **kwargs: Any) -> None:
    """There is no screen; the figure stays open, as in a script."""


_PREPARED: Mapping[str, Callable[[], AbstractContextManager[None]]] = {
    "matplotlib": _matplotlib,
    "pandas": _pandas,
    "sklearn": _sklearn,
    "torch": _torch,
}
"""Library -> what surrounds its import; those that others use come first."""
