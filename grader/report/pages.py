"""HTML pages that need nothing but themselves: no script, no font, no file beside them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from grader.report import wording

TEMPLATES = Path(__file__).with_name("templates")


@cache
def template(name: str) -> Template:
    """A template of this package, with everything that it prints escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        auto_reload=False,  # else the files' times are looked up for every page
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        number=wording.number,
        percent=percent,
        word=wording.WORDS.__getitem__,
        mark=wording.MARKS.__getitem__,
        link=quote,
        name=breakable,
    )
    environment.globals["style"] = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return environment.get_template(name)


def render(name: str, **values: Any) -> str:
    """The page as text."""
    return template(name).render(**values)


def breakable(name: str) -> Markup:
    """A long name in a narrow column: it may go on in the next line after an underscore."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def percent(share: float) -> str:
    """A share in whole percent; 100 % and 0 % only when it is all or none."""
    rounded = round(share * 100)
    if share < 1:
        rounded = min(rounded, 99)
    if share > 0:
        rounded = max(rounded, 1)
    return f"{rounded} %"
