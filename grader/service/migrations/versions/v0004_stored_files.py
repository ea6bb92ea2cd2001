"""Files in the database, for services on several machines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("put_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("ix_stored_file_put_at", "stored_file", ["put_at"])
