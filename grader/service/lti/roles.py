"""From a platform's roles to the service's.

Only roles within the course of the platform count. Whoever administers the platform, or teaches anywhere in
the institution, is nobody here for that.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.service.database_tables import Role

_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_ASSISTANT = f"{_CONTEXT}/Instructor#TeachingAssistant"
_ROLES = {
    f"{_CONTEXT}#Instructor": Role.INSTRUCTOR,
    f"{_CONTEXT}#Administrator": Role.INSTRUCTOR,
    f"{_CONTEXT}#Learner": Role.STUDENT,
}


def role_of(words: Sequence[object]) -> Role | None:
    """Return the role of somebody whom the platform gives these roles; None for no role that counts.

    A teaching assistant is named as an instructor, too, and is an assistant here.
    """
    if _ASSISTANT in words:
        return Role.ASSISTANT
    found = {role for word, role in _ROLES.items() if word in words}
    return next((role for role in (Role.INSTRUCTOR, Role.STUDENT) if role in found), None)
