"""The tables of the first release. `Database.migrate` creates a new database whole, as the models say."""

from __future__ import annotations

revision = "0010"
down_revision = None


def upgrade() -> None:
    """Nothing: this is where changes begin."""
