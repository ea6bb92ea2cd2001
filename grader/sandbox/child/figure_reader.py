"""Reads the figures that a call drew with matplotlib, in the child: nothing is drawn to any disk.

matplotlib is never imported here: where an exercise declares it, it was loaded before the lock-down.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.values.types.figures import (
    AREA,
    BARS,
    IMAGE,
    LINE,
    PIE,
    POINTS,
    Drawing,
    Drawings,
    Item,
    Side,
    Subplot,
)

_MOST_ITEMS = 5000
"""In a subplot: lines, groups of bars or points, areas."""


def forget_figures() -> None:
    """Close what earlier calls, and the submission's own statements, drew."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is not None:
        plt.close("all")


def drawings(value: Any) -> Drawings:
    """The figures that a call returned in any form; without one, those that are open."""
    if "matplotlib.figure" not in sys.modules:
        return Drawings(())
    returned = dict.fromkeys(_figures_in(value))
    return Drawings(tuple(map(_drawing, returned or _open_figures())))


def without_figures(value: Any) -> Any:
    """The returned value where it is no figure, nor a part of one: these are compared as drawn."""
    return None if any(True for _ in _figures_in(value)) else value


def _figures_in(value: Any, depth: int = 3) -> Iterator[Any]:
    artist = getattr(sys.modules.get("matplotlib.artist"), "Artist", None)
    if isinstance(artist, type) and isinstance(value, artist):
        figure = getattr(value, "figure", None)
        # A figure inside a figure belongs to the outer one.
        root = getattr(figure, "figure", figure) if figure is not None else None
        if root is not None:
            yield root
    elif depth and isinstance(value, (list, tuple, np.ndarray)) and np.ndim(value) < 3:
        parts = value.ravel().tolist() if isinstance(value, np.ndarray) else value
        for part in parts[:100]:
            yield from _figures_in(part, depth - 1)


def _open_figures() -> list[Any]:
    plt = sys.modules.get("matplotlib.pyplot")
    return [] if plt is None else [plt.figure(number) for number in plt.get_fignums()]


def _drawing(figure: Any) -> Drawing:
    title = getattr(figure, "_suptitle", None)
    subplots = tuple(_subplot(axes) for axes in figure.axes if not _is_colorbar(axes))
    return Drawing(_text(title), subplots)


def _is_colorbar(axes: Any) -> bool:
    return getattr(axes, "_colorbar", None) is not None or axes.get_label() == "<colorbar>"


def _subplot(axes: Any) -> Subplot:
    names = "xyz" if hasattr(axes, "get_zlim") else "xy"
    legend = axes.get_legend()
    titles = [axes.get_title(loc=loc) for loc in ("center", "left", "right")]
    return Subplot(
        title=" ".join(str(title) for title in titles if title),
        sides=tuple(_side(axes, name) for name in names),
        legend=None if legend is None else tuple(_text(text) for text in legend.get_texts()),
        texts=tuple(_text(text) for text in axes.texts),
        items=tuple(_few(_items(axes))),
    )


def _few(items: Iterator[Item]) -> Iterator[Item]:
    for number, item in enumerate(items):
        if number == _MOST_ITEMS:
            raise ValueError("too much is drawn")
        yield item


def _side(axes: Any, name: str) -> Side:
    axis = getattr(axes, f"{name}axis")
    limits = None
    if not getattr(axes, f"get_autoscale{name}_on")():
        low, high = getattr(axes, f"get_{name}lim")()
        limits = float(low), float(high)
    return Side(
        label=str(getattr(axes, f"get_{name}label")()),
        scale=str(getattr(axes, f"get_{name}scale")()),
        limits=limits,
        ticks=_ticks(axis),
    )


def _ticks(axis: Any) -> tuple[str, ...] | None:
    """The names at the ticks: of categories, or given one by one."""
    ticker = sys.modules["matplotlib.ticker"]
    names = getattr(axis.units, "_mapping", None)
    if isinstance(names, dict):
        return tuple(map(str, names))
    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    if isinstance(formatter, ticker.FixedFormatter):
        return tuple(str(text) for text in formatter.seq)
    if isinstance(locator, ticker.FixedLocator) and isinstance(formatter, ticker.FuncFormatter):
        return tuple(str(formatter(at, n)) for n, at in enumerate(locator.locs))
    return None


def _items(axes: Any) -> Iterator[Item]:
    container: Any = sys.modules["matplotlib.container"]
    patches: Any = sys.modules["matplotlib.patches"]
    collections: Any = sys.modules["matplotlib.collections"]
    for line in axes.lines:
        data = line.get_data_3d() if hasattr(line, "get_data_3d") else line.get_data(orig=False)
        # A bar's whisker and a line that spans the axes have places of their own in them.
        yield _item(LINE, line, **dict(zip("xyz", data, strict=False)))
    for group in axes.containers:
        if isinstance(group, container.BarContainer):
            yield _bars(group)
    wedges = [patch for patch in axes.patches if isinstance(patch, patches.Wedge)]
    if wedges:
        yield _item(PIE, None, degrees=[wedge.theta2 - wedge.theta1 for wedge in wedges])
    held = {id(patch) for group in axes.containers for patch in group}
    for patch in axes.patches:
        if isinstance(patch, patches.Polygon) and id(patch) not in held:
            corners = np.asarray(patch.get_xy(), float)
            yield _item(AREA, patch, x=corners[:, 0], y=corners[:, 1])
    for collection in axes.collections:
        yield from _collection(collection, collections)
    for image in axes.images:
        yield _item(IMAGE, image, values=image.get_array())


def _bars(group: Any) -> Item:
    boxes = [(bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()) for bar in group]
    x, y, width, height = np.array(boxes, float).reshape(-1, 4).T
    if getattr(group, "orientation", "vertical") == "horizontal":
        return _item(BARS, group, position=y + height / 2, width=width, left=x)
    return _item(BARS, group, position=x + width / 2, height=height, bottom=y)


def _collection(collection: Any, kinds: Any) -> Iterator[Item]:
    if hasattr(collection, "_offsets3d"):
        yield _item(POINTS, collection, **dict(zip("xyz", collection._offsets3d, strict=True)))
    elif isinstance(collection, kinds.PathCollection):
        x, y = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan).T
        colours = collection.get_array()
        more = {} if colours is None else {"colour": colours}
        yield _item(POINTS, collection, x=x, y=y, **more)
    elif isinstance(collection, kinds.QuadMesh):
        yield _item(IMAGE, collection, values=np.ma.atleast_2d(collection.get_array()))
    elif isinstance(collection, kinds.LineCollection):
        for segment in collection.get_segments():
            x, y = np.asarray(segment, float)[:, :2].T
            yield _item(LINE, None, x=x, y=y)
    else:  # a filled area, or the levels of a contour
        for path in collection.get_paths():
            if len(path.vertices):
                x, y = np.asarray(path.vertices, float).T
                yield _item(AREA, collection, x=x, y=y)


def _item(kind: str, artist: Any, **data: Any) -> Item:
    label = "" if artist is None else str(artist.get_label() or "")
    arrays = tuple(
        (name, np.array(np.ma.filled(np.ma.asarray(values, float), np.nan), float))
        for name, values in data.items()
    )
    return Item(kind, "" if label.startswith("_") else label, arrays)


def _text(artist: Any) -> str:
    return "" if artist is None else str(artist.get_text())
