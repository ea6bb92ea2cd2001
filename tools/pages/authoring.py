"""docs/authoring-reference.md: the authors' API, from its signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from grader import authoring
from tools.pages.markdown import page as markdown

INTRODUCTION = """# The authors' API

`grader.authoring` is the only module of the toolkit that an exercise imports.
[Writing an exercise](authoring.md) shows how to use it."""

_ENTRY = re.compile(r"(\*{0,2}\w+(?:, \*{0,2}\w+)*)  +(\S.*)")
_FIRST = ("Exercise",)


def page() -> str:
    names = [*_FIRST, *(name for name in authoring.__all__ if name not in _FIRST)]
    return markdown(INTRODUCTION, *(part for name in names for part in _class(name)))


def _class(name: str) -> Iterator[str]:
    described = getattr(authoring, name)
    yield f"## `{name}`"
    yield _signature(name, described)
    yield from _prose(described)
    if name not in _FIRST:
        return
    for method, function in vars(described).items():
        if method.startswith("_") or not inspect.isfunction(inspect.unwrap(_plain(function))):
            continue
        yield f"### `exercise.{method}`"
        yield _signature(f"exercise.{method}", _plain(function))
        yield from _prose(_plain(function))


def _plain(function: Any) -> Any:
    return function.__func__ if isinstance(function, staticmethod) else function


def _signature(name: str, function: Any) -> str:
    """How it is called: a parameter on each line, with its default, as an indented block."""
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    lines, named = [], False
    for parameter in parameters:
        if parameter.kind is parameter.KEYWORD_ONLY and not named:
            named = True
            if not any(p.kind is p.VAR_POSITIONAL for p in parameters):
                lines.append("*,")
        is_rest = parameter.kind is parameter.VAR_POSITIONAL
        star = "*" if is_rest else "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        if isinstance(parameter.default, authoring.Limits):
            default = "=Limits()"
        lines.append(f"{star}{parameter.name}{default},")
    return "\n".join([f"    {name}(", *(f"        {line}" for line in lines), "    )"])


def _prose(described: Any) -> Iterator[str]:
    """The docstring: paragraphs as they are, and a list where it lists parameters."""
    for paragraph in re.split(r"\n\s*\n", inspect.getdoc(described) or ""):
        lines = paragraph.splitlines()
        if lines[0].startswith("    "):  # an example
            yield "\n".join(
                f"    {line}" if line else "" for line in inspect.cleandoc(paragraph).splitlines()
            )
        elif _ENTRY.fullmatch(lines[0]):
            yield "\n".join(_listed(lines))
        else:
            yield " ".join(line.strip() for line in lines)


def _listed(lines: list[str]) -> Iterator[str]:
    """``name  words`` and the indented lines after it, as items of a list."""
    item = ""
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        if entry:
            if item:
                yield item
            names = ", ".join(f"`{name}`" for name in entry[1].split(", "))
            item = f"- {names}: {entry[2]}"
        else:
            item += f" {line.strip()}"
    yield item
