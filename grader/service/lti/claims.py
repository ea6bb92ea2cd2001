"""What platforms say, read into values: whatever it is, nothing that a database or a page cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.service.database_tables import Role
from grader.service.lti.platforms import refuse_unsafe
from grader.util.errors import UsageError
from grader.util.untrusted_text import harmless

LONGEST_ID = 255
_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_ASSISTANT = f"{_CONTEXT}/Instructor#TeachingAssistant"
_ROLES = {
    f"{_CONTEXT}#Instructor": Role.INSTRUCTOR,
    f"{_CONTEXT}#Administrator": Role.INSTRUCTOR,
    f"{_CONTEXT}#Learner": Role.STUDENT,
}
"""Only roles within the course of the platform count. Whoever administers the platform, or teaches anywhere in
the institution, is nobody here for that."""


@dataclass(frozen=True, slots=True)
class PlatformUser:
    """Somebody whom a platform names.

    id         the platform's own
    role       in the platform's course
    sourced_id the institution's id of the person
    """

    id: str
    role: Role
    name: str = ""
    email: str | None = None
    sourced_id: str | None = None

    @classmethod
    def of(
        cls, id_: str, role: Role, said: Mapping[str, Any], sourced: Mapping[str, Any], key: str
    ) -> PlatformUser:
        """The person of a launch or of a roster.

        Args:
            said: holds the name and the e-mail address.
            sourced: holds the institution's id under ``key``.
        """
        name = text(said, "name") or f"{text(said, 'given_name')} {text(said, 'family_name')}"
        number = text(sourced, key)
        return cls(
            id_,
            role,
            harmless(name, 500).strip(),
            text(said, "email")[:320] or None,
            number if 0 < len(number) <= LONGEST_ID and number == harmless(number) else None,
        )


def part(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object; an empty one for anything else."""
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def text(said: Mapping[str, Any], name: str) -> str:
    """A text without blanks around it; "" for anything else, and for what is no text to a database."""
    value = said.get(name)
    return value.strip() if isinstance(value, str) and _can_be_kept(value) else ""


def line(said: Mapping[str, Any], name: str, longest: int) -> str:
    """A text that people read, on one line."""
    return harmless(text(said, name), longest).strip()


def texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The texts of a list."""
    value = said.get(name)
    found = value if isinstance(value, list) else []
    return tuple(
        one
        for one in found[:20]
        if isinstance(one, str) and len(one) <= LONGEST_ID and _can_be_kept(one)
    )


def identifier(said: Mapping[str, Any], name: str) -> str | None:
    """An id exactly as the platform writes it; None for none, and for what is no id."""
    value = said.get(name)
    good = isinstance(value, str) and value.strip() and len(value) <= LONGEST_ID
    return str(value) if good and _can_be_kept(str(value)) else None


def address(said: Mapping[str, Any], name: str) -> str | None:
    """An address that something may be sent to; None for none, and for any other."""
    value = text(said, name)
    try:
        refuse_unsafe(name, value)
    except UsageError:
        return None
    return value


def _can_be_kept(value: str) -> bool:
    """JSON can hold halves of characters, which are no text in UTF-8, and a zero, which ends one."""
    return "\0" not in value and value.encode("utf-8", "replace").decode() == value


def role_of(words: object) -> Role | None:
    """The role of somebody whom the platform gives these roles; None for no role that counts.

    A teaching assistant is named as an instructor, too, and is an assistant here.
    """
    said = words[:100] if isinstance(words, list) else []
    if _ASSISTANT in said:
        return Role.ASSISTANT
    found = {role for word, role in _ROLES.items() if word in said}
    return next((role for role in (Role.INSTRUCTOR, Role.STUDENT) if role in found), None)
