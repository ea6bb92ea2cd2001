"""For services on several machines: values that all know, files in an object store, permits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "service_value",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "permits",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("permits_left", sa.Double(), nullable=False),
        sa.Column("counted_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_permits_counted_at", "permits", ["counted_at"])
    op.add_column("heartbeat", sa.Column("waits", sa.Text(), nullable=True))
    with op.batch_alter_table("stored_file") as table:
        table.alter_column("data", existing_type=sa.LargeBinary(), nullable=True)
        table.add_column(sa.Column("place", sa.String(200), nullable=True))
