"""Hooks of mkdocs: adds pages that the navigation does not name, and resolves outside links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_OUTSIDE = re.compile(r"\[([^]]+)\]\((?:\.\./)+(?:README|CONTRIBUTING|CHANGELOG|LICENSE)[^)]*\)")


def on_config(config: Any) -> Any:
    """Complete the navigation, so that a new page is never out of reach."""
    docs = Path(config.docs_dir)
    there = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    nav = [_existing(entry, there) for entry in config.nav]
    named = set(_pages(nav))
    decisions = sorted(page for page in there - named if page.startswith("decisions/"))
    more = sorted(there - named - set(decisions))
    config.nav = nav + ([{"Decisions": decisions}] if decisions else [])
    config.nav += [{"More": more}] if more else []
    return config


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Turn links to files outside docs/, which the site does not contain, into their text."""
    return _OUTSIDE.sub(r"\1", markdown)


def _existing(entry: Any, there: set[str]) -> Any:
    if isinstance(entry, str):
        return entry if entry in there else None
    ((title, inside),) = entry.items()
    if isinstance(inside, list):
        return {title: [kept for one in inside if (kept := _existing(one, there))]}
    return entry if inside in there else None


def _pages(entries: list[Any]) -> list[str]:
    pages: list[str] = []
    for entry in entries:
        inside = entry if isinstance(entry, str) else next(iter(entry.values()))
        pages += _pages(inside) if isinstance(inside, list) else [inside]
    return pages
