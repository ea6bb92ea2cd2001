"""What students read about a slip: a sentence for each kind, which an author may replace."""

from __future__ import annotations

from collections.abc import Mapping

from grader.diagnosis.texts import TEXTS

SENTENCES: Mapping[str, str] = TEXTS["edits"]
_PREFIX = "edit_"


def id_of(kind: str) -> str:
    """How reports call a slip of this kind."""
    return _PREFIX + kind


def is_edit(id: str | None) -> bool:
    """Whether a reported id is a slip's, and no declared mistake's."""
    return bool(id) and str(id).removeprefix(_PREFIX) in SENTENCES and str(id).startswith(_PREFIX)


def sentence_for(kind: str, own: Mapping[str, str]) -> str:
    """The author's sentence for this kind of slip, or ours."""
    return own.get(kind, SENTENCES[kind])
