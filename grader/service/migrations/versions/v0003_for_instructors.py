"""Jobs for workers, the exercises that can be offered, regrades."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("course_id", sa.String(40), nullable=False),
        sa.Column("member_id", sa.String(40), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("finished_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "course_exercise",
        sa.Column("course_id", sa.String(40), nullable=False),
        sa.Column("exercise", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("course_id", "exercise"),
    )
    op.create_table(
        "regrade",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("assignment_id", sa.String(240), nullable=False),
        sa.Column("member_id", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_regrade_assignment_id", "regrade", ["assignment_id"])
    op.create_table(
        "regraded",
        sa.Column("regrade_id", sa.String(40), nullable=False),
        sa.Column("submission_id", sa.String(40), nullable=False),
        sa.Column("old_result", sa.Integer(), nullable=True),
        sa.Column("old_score", sa.Double(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("exercise_version", sa.String(80), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("max_score", sa.Double(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrade.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("regrade_id", "submission_id"),
    )
    op.add_column("result", sa.Column("regrade_id", sa.String(40), nullable=True))
    op.add_column("member", sa.Column("columns", sa.JSON(), nullable=False, server_default="{}"))
