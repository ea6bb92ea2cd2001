"""Reads a student's file by syntax tree and selects what a graded function needs. Executes nothing."""

from __future__ import annotations

from grader.load.call_state import functions_with_state
from grader.load.detect import Detection, Signatures, detect, detect_names, names_in
from grader.load.files import read_file
from grader.load.missing import nowhere
from grader.load.names import under_one_name
from grader.load.program import build_program
from grader.load.source import MAX_SIGNS, read_bytes, signs
from grader.load.titles import first_line, with_titles
from grader.load.unwritten import digest as body_digest
from grader.load.versions import natural

__all__ = [
    "MAX_SIGNS",
    "Detection",
    "Signatures",
    "body_digest",
    "build_program",
    "detect",
    "detect_names",
    "first_line",
    "functions_with_state",
    "names_in",
    "natural",
    "nowhere",
    "read_bytes",
    "read_file",
    "signs",
    "under_one_name",
    "with_titles",
]
