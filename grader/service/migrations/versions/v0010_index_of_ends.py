"""For the metrics, which ask what ended lately."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("submission_by_end", "submission", ["finished_at"])
