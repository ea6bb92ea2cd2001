"""What students read about slips: a sentence for each kind, which an author may replace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.diagnosis.texts import TEXTS
from grader.util.language import gettext

SENTENCES: Mapping[str, str] = TEXTS["edits"]
_PREFIX = "edit_"


def id_of(kinds: Sequence[str]) -> str:
    """How reports call a slip of this kind, or two of these kinds."""
    return "+".join(_PREFIX + kind for kind in kinds)


def is_edit(id: str | None) -> bool:
    """Whether a reported id is that of slips, and no declared mistake's."""
    parts = (id or "").split("+")
    return all(p.startswith(_PREFIX) and p.removeprefix(_PREFIX) in SENTENCES for p in parts)


def sentence_for(kinds: Sequence[str], own: Mapping[str, str], helper: str | None = None) -> str:
    """The author's sentence for this kind of slip, or ours; for two kinds what is wrong twice.

    Args:
        kinds: of a slip, or of two.
        own: the author's sentences.
        helper: a graded function whose work the student's function does itself, and where the slip is.
    """
    first, *others = dict.fromkeys(own.get(kind, SENTENCES[kind]) for kind in kinds)
    if others:
        return gettext(
            "There are two mistakes. First: {first} Second: {second}",
            first=gettext(first),
            second=gettext(others[0]),
        )
    if len(kinds) > 1:
        return gettext("There are two mistakes of the same kind. {hint}", hint=gettext(first))
    if helper is not None:
        return gettext(
            "The mistake is in the part that does the work of `{helper}`. {hint}",
            helper=helper,
            hint=gettext(first),
        )
    return first
