"""What the API shows of a row: the fields that it names, under the names that it gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from grader.service.database_tables import iso


def _written(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


Time = Annotated[str, BeforeValidator(_written)]
"""A time as the API writes it."""


class RowView(BaseModel):
    """A view that is made of a row's attributes, by `model_validate`."""

    model_config = ConfigDict(from_attributes=True)
