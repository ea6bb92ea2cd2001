"""Signing in by OpenID Connect."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("credential", sa.Column("provider", sa.String(60), nullable=True))
    op.create_table(
        "sign_in",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(60), nullable=False),
        sa.Column("back_to", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=False),
        sa.Column("answered_at", sa.String(27), nullable=True),
        sa.Column("subject", sa.String(500), nullable=True),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_sign_in_expires_at", "sign_in", ["expires_at"])
