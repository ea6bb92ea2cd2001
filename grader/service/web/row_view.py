"""What the API shows of a row: the fields that it names, under the names that it gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

from grader.service.database_tables import iso

Time = Annotated[datetime, PlainSerializer(iso)]
"""A time as the API writes it."""


class RowView(BaseModel):
    """A view that is made of a row's attributes, by `model_validate`."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)
