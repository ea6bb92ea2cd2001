"""What pages show of an exercise, kept in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.service.database_tables import ExerciseVersion
from grader.service.exercise_page import ExercisePage
from grader.util.language import Catalogue, shipped


def publish(session: Session, course_id: str, page: ExercisePage) -> ExerciseVersion:
    """Return the row of this version of the exercise, which is added where it is new.

    The course's settings may have changed since it was: then it shows the page as it is now.
    """
    shown = page.model_dump(mode="json")
    row = session.scalar(
        select(ExerciseVersion).where(
            ExerciseVersion.course_id == course_id,
            ExerciseVersion.exercise == page.exercise,
            ExerciseVersion.version == page.version,
        )
    )
    if row is None:
        row = ExerciseVersion(
            course_id=course_id,
            exercise=page.exercise,
            version=page.version,
            page=shown,
        )
        session.add(row)
        session.flush()
    elif row.page != shown:
        row.page = shown
    return row


def spoken(session: Session) -> Catalogue:
    """What students read is in: the language of the exercise that was published last."""
    newest = select(ExerciseVersion.page).order_by(ExerciseVersion.published_at.desc())
    return shipped((session.scalar(newest.limit(1)) or {}).get("language"))
