"""The rules of an assignment, extensions, uploads that are not confirmed, overrides, regrade requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for column, kind, default in (
        ("attempt_back_hours", sa.Double(), None),
        ("late_percent_a_day", sa.Double(), "0"),
        ("late_cap_percent", sa.Double(), "100"),
        ("late_grace_minutes", sa.Double(), "0"),
        ("late_of", sa.String(length=20), "attainable"),
        ("counts", sa.String(length=20), "highest"),
        ("shown_before_due", sa.String(length=20), "hints"),
        ("shown_after_due", sa.String(length=20), "hints"),
    ):
        op.add_column(
            "assignment",
            sa.Column(column, kind, nullable=default is None, server_default=default),
        )
    # Whether something is late follows from the rules, which an extension may change afterwards.
    op.drop_column("submission", "late")
    op.create_table(
        "extension",
        _reference("assignment_id", "assignment", length=240),
        _reference("member_id", "member"),
        sa.Column("until", sa.String(27), nullable=True),
        sa.Column("extra_attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _person("set_by"),
        sa.Column("set_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "member_id"),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=40), nullable=False),
        _reference("assignment_id", "assignment", length=240),
        _reference("member_id", "member"),
        sa.Column("uploaded_at", sa.String(27), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("recognition", sa.JSON(), nullable=True),
        _reference("submission_id", "submission", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id"),
    )
    op.create_index("upload_of_member", "upload", ["assignment_id", "member_id"])
    op.create_table(
        "uploaded_file",
        _reference("upload_id", "upload"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", "position"),
    )
    op.create_index("ix_uploaded_file_sha256", "uploaded_file", ["sha256"])
    op.create_table(
        "override",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("submission_id", "submission"),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        _person("set_by"),
        sa.Column("set_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_override_submission_id", "override", ["submission_id"])
    op.create_table(
        "regrade_request",
        sa.Column("id", sa.String(length=40), nullable=False),
        _reference("assignment_id", "assignment", length=240),
        _reference("member_id", "member"),
        _reference("submission_id", "submission"),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        _person("answered_by"),
        sa.Column("answered_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assignment_id", "member_id", "function"),
    )


def _reference(
    name: str, table: str, length: int = 40, nullable: bool = False
) -> sa.Column[str | None]:
    """A column with the id of a row without which this one is nothing."""
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(name, sa.String(length=length), key, nullable=nullable)


def _person(name: str) -> sa.Column[str | None]:
    """A column with the member who did it: what was done stays when the member goes."""
    key = sa.ForeignKey("member.id", ondelete="SET NULL")
    return sa.Column(name, sa.String(length=40), key, nullable=True)
