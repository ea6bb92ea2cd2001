"""Reads a student's file by syntax tree and selects what a graded function needs. Executes nothing."""

from __future__ import annotations

from grader.load.call_state import functions_with_state
from grader.load.read.files import read_file
from grader.load.read.source import MAX_SIGNS, read_bytes, signs
from grader.load.read.titles import first_line, with_titles
from grader.load.recognition import Detection, Signatures, detect_names, names_in, recognise
from grader.load.select.aliases import under_one_name
from grader.load.select.missing_reason import nowhere
from grader.load.select.program import build_program
from grader.load.select.unwritten import digest as body_digest
from grader.load.select.versions import natural

__all__ = [
    "MAX_SIGNS",
    "Detection",
    "Signatures",
    "body_digest",
    "build_program",
    "detect_names",
    "first_line",
    "functions_with_state",
    "names_in",
    "natural",
    "nowhere",
    "read_bytes",
    "read_file",
    "recognise",
    "signs",
    "under_one_name",
    "with_titles",
]
