"""What students read is said in few places; see docs/decisions for which, and why."""

from __future__ import annotations

import ast

from tests.house.test_rooms import ROOT, trees

# What a reader may be told of a submission: a note, a reason, a verdict's text.
TELLS = {"Note", "Unreadable", "Damaged", "TooMuch", "ListedFile"}
TOLD = {"rationale", "hint", "reason", "problem", "trouble"}
# Modules that are nothing but sentences.
SPEAKERS = {
    "messages.py",
    "wording.py",
    "phrases.py",
    "formatting.py",
    "explain.py",
    "exception_hints.py",
    "authoring.py",
}


def is_sentence(node: ast.AST) -> bool:
    """Whether words stand in it: a text with a blank, also as a part of a longer one."""
    return any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and " " in part.value.strip(" .:;")
        for part in ast.walk(node)
    )


def spoken(tree: ast.AST) -> list[int]:
    """Lines of a module in which it says something to students itself."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name.endswith("Error") or name == "Unfinished":
            continue  # for who runs the command: said where it is raised
        told = [word.value for word in node.keywords if word.arg in TOLD]
        told += node.args if name in TELLS else []
        if any(is_sentence(value) for value in told):
            found.append(node.lineno)
    return found


def test_sentences_stand_where_a_translator_looks() -> None:
    """No step of the pipeline makes up a sentence on its way."""
    wrong = {
        str(path.relative_to(ROOT)): lines
        for path, tree in trees(*TELLS, *TOLD)
        if path.name not in SPEAKERS and (lines := spoken(tree))
    }
    assert not wrong


def test_a_sentence_elsewhere_would_be_found() -> None:
    """Positional, named, or made up of parts."""
    assert spoken(ast.parse('Note("skipped", f"{where} was left out.")')) == [1]
    assert spoken(ast.parse('replace(task, reason="there is no code")')) == [1]
    assert not spoken(ast.parse("Note('skipped', says.left_out(where))"))


def test_only_the_command_line_writes_to_the_terminal() -> None:
    """Everything else returns or raises what it has to say."""
    talkers = [
        path.relative_to(ROOT).as_posix()
        for path, tree in trees("print")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    # The second prints for the process that started it.
    assert set(talkers) <= {"grader/cli/output.py", "grader/verify/determinism.py"}
