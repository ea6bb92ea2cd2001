"""The two charts of the summary, as SVG within the page.

Drawn by matplotlib where it is installed (the extra ``charts``), in the page's own colours, so that they
follow dark mode and paper; otherwise by a template. It is imported when a summary is written and never
before, since that takes a second.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grader.report.pages import render

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Colours that become the page's own: matplotlib knows no "currentColor".
_INK, _FILL = "#010203", "#040506"
_PAGE = {_INK: "currentColor", _FILL: "var(--accent)"}
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "grader",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "path.simplify": False,
}


# Beyond it a point's label stands to its left, where it cannot leave the picture.
_RIGHT = 0.7


@cache
def plotting() -> bool:
    """Whether matplotlib draws."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        return False
    return True


def histogram(counts: Sequence[int], told: str) -> Markup:
    """Students by tenths of the attainable points; ``told`` is the chart in words."""
    if not plotting():
        return Markup(render("histogram.svg", counts=counts, tallest=max(counts) or 1, told=told))

    def draw(axes: Axes) -> None:
        edges = [100 * n / len(counts) for n in range(len(counts))]
        bars = axes.bar(edges, counts, width=9.2, align="edge", color=_FILL)
        axes.bar_label(bars, labels=[str(count) if count else "" for count in counts], padding=2)
        axes.set(
            xlim=(0, 100),
            xticks=range(0, 101, 10),
            xlabel="percent of the attainable points",
            yticks=[],
        )
        axes.spines["left"].set_visible(False)

    return _svg(draw, (6.4, 2.5), told)


def scatter(points: Sequence[tuple[str, int, float, float]], told: str) -> Markup:
    """Cases (their numbers, and how many): difficulty to the right, discrimination upwards."""
    if not plotting():
        return Markup(render("scatter.svg", points=points, told=told, right=_RIGHT))

    def draw(axes: Axes) -> None:
        axes.axhline(0, color=_INK, linewidth=0.6, alpha=0.5)
        sizes = [30 + 20 * min(count, 9) for _, count, _, _ in points]
        axes.scatter([x for *_, x, _ in points], [y for *_, y in points], s=sizes, color=_FILL)
        for (numbers, _, x, y), size in zip(points, sizes, strict=True):
            beside = 2.5 + size**0.5 / 2
            inward = x > _RIGHT
            label = axes.annotate(
                numbers,
                (x, y),
                (-beside if inward else beside, 0),
                textcoords="offset points",
                ha="right" if inward else "left",
                va="center",
                fontsize=8,
            )
            label.set_in_layout(False)  # the axes keep their size, however long it is
        low = min(-0.1, *(y - 0.1 for *_, y in points))
        axes.set(
            xlim=(-0.04, 1.04),
            ylim=(low, 1.08),
            xlabel="difficulty (share of points not earned)",
            ylabel="discrimination",
        )

    return _svg(draw, (6.4, 3.2), told)


def _svg(draw: Any, size: tuple[float, float], told: str) -> Markup:
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.subplots())
        target = io.StringIO()
        figure.savefig(
            target, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
        )
    return Markup(_embedded(target.getvalue(), told))


def _embedded(svg: str, told: str) -> str:
    """The drawing without what belongs to a file of its own, with the page's colours and fonts."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)  # it would hold for the whole page
    svg = re.sub(r"font: ([\d.]+)px [^;\"]*", r"font-size: \1px", svg)
    svg = re.sub(r' id="[A-Za-z0-9]+_[0-9]+"', "", svg)  # two charts would have them twice
    for colour, name in _PAGE.items():
        svg = svg.replace(colour, name)
    head = f'<svg class="chart" role="img" aria-label="{Markup.escape(told)}" '
    svg = re.sub(r'^<svg ([^>]*?) ?width="[^"]*"', r"<svg \1", svg)
    return re.sub(r'^<svg ([^>]*?) ?height="[^"]*"', r"<svg \1", svg).replace("<svg ", head, 1)
