"""Who of a course's staff may do what. Assistants read everything; what changes points is the instructors'.

As in `access`, what somebody may not see or do does not exist for them: NotFound.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grader.service.access import NotFound, memberships
from grader.service.database_tables import Assignment, Course, Member, Person, Role, Submission

STAFF = (Role.ASSISTANT, Role.INSTRUCTOR)
INSTRUCTORS = (Role.INSTRUCTOR,)


def the_course(session: Session) -> Course:
    """The course of the service, which is added where there is none yet."""
    course = session.scalars(select(Course).order_by(Course.created_at)).first()
    if course is None:
        course = Course(title="Course")
        session.add(course)
        session.flush()
    return course


def courses_of(session: Session, person: Person) -> list[tuple[Course, Role]]:
    """The courses in which a person teaches, and the role there."""
    known = memberships(session, person)
    return [(course, member.role) for course, member in known if member.role.is_staff]


def assignments_of(session: Session, course_id: str) -> Sequence[Assignment]:
    """The assignments of a course with the versions of their exercises, the latest first."""
    query = select(Assignment).options(joinedload(Assignment.version))
    query = query.where(Assignment.course_id == course_id)
    return session.scalars(query.order_by(Assignment.created_at.desc())).all()


def at_course(
    session: Session, person: Person, course_id: str, roles: tuple[Role, ...] = STAFF
) -> tuple[Member, Course]:
    """The member that a person is in a course, with one of ``roles``, and the course; raises NotFound."""
    row = session.execute(
        select(Member, Course)
        .join(Course, Course.id == Member.course_id)
        .where(Course.id == course_id, Member.person_id == person.id, Member.role.in_(roles))
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def at_assignment(
    session: Session, person: Person, assignment_id: str, roles: tuple[Role, ...] = STAFF
) -> tuple[Member, Assignment]:
    """As `at_course`, for the course of an assignment."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    return at_course(session, person, assignment.course_id, roles)[0], assignment


def at_submission(
    session: Session, person: Person, submission_id: str, roles: tuple[Role, ...] = STAFF
) -> tuple[Member, Assignment, Submission]:
    """As `at_assignment`, for the assignment of a submission."""
    submission = session.get(Submission, submission_id)
    if submission is None:
        raise NotFound
    return *at_assignment(session, person, submission.assignment_id, roles), submission


def of_class(session: Session, course_id: str, member_id: str) -> Member:
    """A member of a course; raises NotFound."""
    row = session.get(Member, member_id)
    if row is None or row.course_id != course_id:
        raise NotFound
    return row
