"""What Python says of an author's slip, in the words of the declarations that it was made in."""

from __future__ import annotations

import inspect
import re
import traceback
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from grader.authoring import Exercise, Limits, Tolerance
from grader.model.declaration import CaseDeclaration, Where
from grader.util.errors import AuthorError

_CALL = re.compile(r"(Exercise|Limits|Tolerance)\.(\w+)\(\) (.*)", re.DOTALL)
_UNKNOWN = re.compile(r"got an unexpected keyword argument '(\w+)'")
_MISSING = re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.*)")
_DECLARING = {"Exercise": Exercise, "Limits": Limits, "Tolerance": Tolerance}


def author_error(file: Path, error: Exception) -> AuthorError:
    """Return what an author is told of ``error``, which ``file`` raised as it was read."""
    own = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(file)]
    line = own[-1].lineno if own else getattr(error, "lineno", "?")
    misuse = _CALL.fullmatch(str(error)) if isinstance(error, TypeError) else None
    if misuse:
        words, hint = _misused(*misuse.groups())
    elif isinstance(error, AttributeError) and isinstance(error.obj, Exercise):
        words, hint = f"an exercise has no {error.name!r}", _near(error.name or "", _methods())
    elif isinstance(error, SyntaxError):
        words, hint = error.msg, None
    else:
        words, hint = f"{type(error).__name__}: {error}", None
    return AuthorError(f"{file}, line {line}: {words}", hint)


def case_error(case: CaseDeclaration, error: Exception) -> AuthorError:
    """Return what an author is told of ``error``, which the function of ``case`` raised."""
    own = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == case.where.file]
    where = Where(case.where.file, own[-1].lineno or case.where.line) if own else case.where
    words = f"{where}: case {case.name!r} raises {type(error).__name__}: {error}"
    return AuthorError(words, _drawing_hint(error))


def _drawing_hint(error: Exception) -> str | None:
    """What fixes a case that asks ``rng`` for what only NumPy's newer generators have."""
    if isinstance(error, AttributeError) and isinstance(error.obj, np.random.RandomState):
        newer = {"integers": "randint", "permuted": "permutation"}
        fix = newer.get(error.name or "", "randint, normal, uniform, choice or permutation")
        return f"rng is a numpy.random.RandomState, not a Generator: use its {fix}"
    return None


def _misused(owner: str, method: str, fault: str) -> tuple[str, str]:
    """A call that does not fit: what was wrong with it, and what it takes."""
    function = getattr(_DECLARING[owner], method)
    takes = [name for name in inspect.signature(function).parameters if name != "self"]
    called = owner if method == "__init__" else f"exercise.{method}"
    unknown, missing = _UNKNOWN.match(fault), _MISSING.match(fault)
    if unknown:
        return f"{called} takes no {unknown[1]!r}", _near(unknown[1], takes)
    lacks = f"{called} lacks {missing[1]}" if missing else f"{called}: {fault}"
    return lacks, f"it takes: {', '.join(takes)}"


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"do you mean {near[0]}?" if near else f"there are: {', '.join(known)}"


def _methods() -> list[str]:
    return [name for name, _ in inspect.getmembers(Exercise, inspect.isfunction) if name[0] != "_"]
