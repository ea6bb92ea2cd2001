"""The diagnosis' sentences for students, from ``texts.toml`` beside this file."""

import tomllib
from importlib import resources
from typing import Any

TEXTS: dict[str, Any] = tomllib.loads(
    resources.files("grader.diagnosis").joinpath("texts.toml").read_text(encoding="utf-8")
)
