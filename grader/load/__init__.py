"""Reads a student's file by syntax tree and selects what a graded function needs. Executes nothing.

read/           a file's bytes -> its cells' statements, repaired where needed
select/         the statements of all files -> the program that the child runs
constructs/     which parts of Python and its libraries the code uses
style.py        how it is written
recognition.py  which exercise a file belongs to; hashes by which copies are known
call_graph.py   what a function of a program may call
call_state.py   whether it may keep something between calls
messages.py     all sentences of the loader
"""

from __future__ import annotations

from grader.load.call_state import functions_with_state
from grader.load.messages import first_line, with_titles
from grader.load.read.source import MAX_SIGNS, content_of, read_bytes, read_file, signs
from grader.load.recognition import (
    Detection,
    Signatures,
    detect_names,
    names_in,
    recognise,
    text_hashes,
)
from grader.load.select.choose import digest as body_digest
from grader.load.select.functions import is_nowhere, nowhere, under_one_name
from grader.load.select.imports import Wanted
from grader.load.select.program import build_program
from grader.load.select.versions import natural

__all__ = [
    "MAX_SIGNS",
    "Detection",
    "Signatures",
    "Wanted",
    "body_digest",
    "build_program",
    "content_of",
    "detect_names",
    "first_line",
    "functions_with_state",
    "is_nowhere",
    "names_in",
    "natural",
    "nowhere",
    "read_bytes",
    "read_file",
    "recognise",
    "signs",
    "text_hashes",
    "under_one_name",
    "with_titles",
]
