"""Every call of one of the loader's sentences fills exactly its gaps."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import grader.load
from grader.load import messages

FILES = sorted(Path(grader.load.__file__).parent.rglob("*.py"))


def gaps(sentence: messages.Sentence | messages.NoteText) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence.text) if name}


def calls(text: str) -> list[tuple[str, set[str]]]:
    """The sentences that a module calls, and what each call fills in.

    A call may unpack a dictionary that the function writes down under the same name.
    """
    tree = ast.parse(text)
    found = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        shared = {
            target.id: {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                for part in ast.walk(node.func):
                    if isinstance(part, ast.Attribute) and ast.unparse(part.value) == "messages":
                        names: set[str] = set()
                        for word in node.keywords:
                            more = shared[ast.unparse(word.value)] if word.arg is None else None
                            names |= more if more is not None else {str(word.arg)}
                        found.append((part.attr, names))
    return found


def test_every_gap_is_filled() -> None:
    used = [call for path in FILES for call in calls(path.read_text("utf-8"))]
    used = [(name, names) for name, names in used if name != "REFUSALS"]
    assert len(used) > 40
    for name, names in used:
        assert names == gaps(getattr(messages, name)), name


def test_every_sentence_is_used() -> None:
    text = "".join(path.read_text("utf-8") for path in FILES)
    sentences = [name for name in vars(messages) if name.isupper() and name[0] != "_"]
    unused = [name for name in sentences if f"messages.{name}" not in text]
    inside = {"DENIED", "NO_FILE", "LONG_NAME", "MORE_NOTES"}  # used by the module itself
    assert set(unused) == inside
