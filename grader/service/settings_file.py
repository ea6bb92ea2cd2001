"""The service's settings file, which an operator writes: DATA/service.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from grader.util.errors import UsageError

FILE = "service.toml"
_Model = TypeVar("_Model", bound=BaseModel)


def read_table(data: Path, name: str) -> Any:
    """What stands under a name in the settings file of a service's folder; None where there is nothing.

    Raises UsageError for a file that cannot be read.
    """
    path = data / FILE
    try:
        return tomllib.loads(path.read_text("utf-8")).get(name)
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise UsageError(f"{path} cannot be read: {fault}") from None


def checked(data: Path, name: str, table: Any, kind: type[_Model]) -> _Model:
    """The table as a model; raises UsageError, which names the first wrong line.

    Args:
        name: how the file names the table: ``mail``, ``openid.university``.
    """
    try:
        return kind.model_validate(table)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, (name, *first["loc"])))
        raise UsageError(f"{data / FILE}: {where}: {first['msg'].lower()}") from None
