"""Grades that go back to platforms, and their rosters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "context_member",
        sa.Column("context_id", sa.String(40), nullable=False),
        sa.Column("member_id", sa.String(40), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["context_id"], ["platform_context.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("context_id", "member_id"),
    )
    op.create_table(
        "platform_grade",
        sa.Column("link_id", sa.String(40), nullable=False),
        sa.Column("member_id", sa.String(40), nullable=False),
        sa.Column("sent_progress", sa.String(20), nullable=True),
        sa.Column("sent_points", sa.Double(), nullable=True),
        sa.Column("sent_most", sa.Double(), nullable=True),
        sa.Column("sent_at", sa.String(27), nullable=True),
        sa.Column("tried_progress", sa.String(20), nullable=True),
        sa.Column("tried_points", sa.Double(), nullable=True),
        sa.Column("tried_most", sa.Double(), nullable=True),
        sa.Column("tried_at", sa.String(27), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("next_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["resource_link.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("link_id", "member_id"),
    )
    op.create_table(
        "platform_task",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("link_id", sa.String(40), nullable=True),
        sa.Column("context_id", sa.String(40), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.String(27), nullable=True),
        sa.Column("next_at", sa.String(27), nullable=False),
        sa.Column("seen", sa.String(80), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("done_at", sa.String(27), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["resource_link.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["context_id"], ["platform_context.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
