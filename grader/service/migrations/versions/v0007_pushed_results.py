"""Results that an instructor graded elsewhere wait for publishing as a regrade does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("regrade", sa.Column("pushed", sa.String(64)))
    op.add_column("regrade", sa.Column("remarks", sa.JSON()))
