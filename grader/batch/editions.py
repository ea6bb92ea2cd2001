"""Which edition of an assignment a submission was graded as: one rule for ``check`` and for ``grade``.

It is the one that was asked for, else the current one, which has all functions. A file without the functions that an
older edition lacks may be of that edition, or not finished: that is told, and changes no verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from grader.batch import messages
from grader.model.declaration import EditionDeclaration
from grader.model.submission import Note


def edition_notes(
    editions: Sequence[EditionDeclaration],
    chosen: str | None,
    functions: Collection[str],
    defined: Collection[str],
) -> Iterator[Note]:
    """Which edition was used, where an exercise has several and that makes a difference here.

    ``functions`` are the graded ones, ``defined`` those that the submission has, written or not.
    """
    absent = set(functions) - set(defined)
    for edition in editions:
        if edition.name == chosen:
            yield Note("edition", messages.as_edition(edition.name, edition.without))
        elif chosen is None and absent and absent == set(edition.without):
            yield Note("edition", messages.as_current_edition(edition.name, edition.without))
