"""The bundle for students: what they write in, what they check with, and nothing that is hidden.

pieces.py     the starter's parts, from the reference: imports and stubs
statement.py  the statement, cut where a function is described
notebook.py   the starter as a notebook (nbformat 4.5)
script.py     the starter as a script
write.py      the folder, with the public cases as data
"""

from __future__ import annotations

from grader.release.write import release

__all__ = ["release"]
