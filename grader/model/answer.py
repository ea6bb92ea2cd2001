"""What a student wrote or drew for a person to mark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The answer to one part, harmless to read.

    text      its lines; empty where there is none
    digest    a hash over all of it, also what was cut: another answer has another one
    pictures  PNG pictures of it, as base64
    """

    text: str = ""
    digest: str = ""
    pictures: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.text and not self.pictures
