"""What a statement says of the functions: it must call each as the reference defines it.

Students read the statement first, and write what it says. A function that it calls otherwise, or
not at all, costs them points for the author's slip.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.course.definition import Definition
from grader.course.editing import plain_parameters
from grader.course.exercise_folder import read_text
from grader.course.variants import statement_text
from grader.util.errors import AuthorError


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A graded function that the statement does not call as the reference defines it.

    signature  how the reference defines it, without annotations: ``f(x, scale=1.0)``
    instead    the nearest that the statement says, if it calls the function at all
    """

    function: str
    signature: str
    instead: str | None

    @property
    def text(self) -> str:
        """What is wrong, and what to write."""
        remedy = f"write `{self.signature}` in statement.md"
        if self.instead is None:
            return f"the statement does not say how it is called: {remedy}"
        return f"the statement calls it `{self.instead}`, the reference otherwise: {remedy}"


def statement_of(definition: Definition) -> str | None:
    """The statement's text, with the task in it that is asked for; None where there is no text."""
    path = definition.statement
    if path is None or not path.is_file():
        return None
    text = read_text(path)
    return statement_text(definition, text) if text.strip() else None


def required_statement(definition: Definition) -> str:
    """The statement's text; raises AuthorError where students could not write from it."""
    text = statement_of(definition)
    if text is None:
        raise AuthorError(
            f"{definition.id} has no statement.md", "write what the functions are to do"
        )
    for fault in unnamed_functions(definition, text):
        raise AuthorError(f"{definition.id}: {fault.function}: {fault.text}")
    return text


def unnamed_functions(definition: Definition, text: str) -> Iterator[Unnamed]:
    """Every graded function that ``text`` calls nowhere with the reference's parameters."""
    known = definition.reference_functions()
    for name in definition.functions:
        if name in definition.programs:
            if f"{name}.py" not in text:
                yield Unnamed(name, f"python {name}.py", None)
        elif name in known:
            yield from _unless_called(name, known[name].signature, list(calls_in(text, name)))
            for method, signature in methods_in(definition, name).items():
                said = list(calls_in(text, method, of_object=True))
                yield from _unless_called(f"{name}.{method}", signature, said)


def _unless_called(function: str, signature: str, said: list[str]) -> Iterator[Unnamed]:
    if signature not in said:
        bare = signature.partition("(")[0] + "()"
        nearest = next((each for each in said if each != bare), None)
        yield Unnamed(function, signature, nearest or next(iter(said), None))


def methods_in(definition: Definition, name: str) -> dict[str, str]:
    """The methods of a graded class that students are to write, as they are called on an object.

    Those that no script calls are left out, properties, and Python's own, such as ``__len__``.
    """
    called = {
        node.attr
        for case in definition.cases
        if case.make is not None and case.is_script
        for node in ast.walk(_parsed(case.make))
        if isinstance(node, ast.Attribute)
    }
    methods = definition.reference_functions()[name].methods or {}
    return {
        method: known.signature
        for method, known in methods.items()
        if method in called and method[0] != "_" and not known.is_property
    }


def _parsed(make: Callable[..., object]) -> ast.AST:
    """The text of an author's function as a tree; an empty one where there is no text."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(make)))
    except (OSError, TypeError, SyntaxError):
        return ast.Module([], [])


def calls_in(text: str, name: str, of_object: bool = False) -> Iterator[str]:
    """Every place where ``text`` calls the function, written as a signature is.

    of_object  whether ``model.fit(X)`` is a call of ``fit`` as well
    """
    before = r"(?<!\w)" if of_object else r"(?<![\w.])"
    for found in re.finditer(rf"{before}{re.escape(name)}\(", text):
        written = _to_closing(text, found.end())
        try:
            function = ast.parse(f"def {name}({written}): pass").body[0]
        except SyntaxError:
            continue  # a call in a formula or an example
        assert isinstance(function, ast.FunctionDef)
        yield f"{name}({plain_parameters(function.args)})"


def _to_closing(text: str, start: int) -> str:
    """What stands between an opening parenthesis before ``start`` and its closing one."""
    depth = 1
    for end in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[start:end]
    return text[start:]
