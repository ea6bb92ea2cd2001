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
    known = signatures(definition)
    for name in definition.functions:
        if name in definition.programs:
            if f"{name}.py" not in text:
                yield Unnamed(name, f"python {name}.py", None)
        elif name in known:
            yield from _unless_called(name, known[name], list(calls_in(text, name)))
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
    found = {}
    for text in definition.reference.values():
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and node.name == name:
                for item in node.body:
                    if isinstance(item, ast.FunctionDef) and item.name in called:
                        found[item.name] = _as_called(item)
    return {method: text for method, text in found.items() if "(" in text and method[0] != "_"}


def _as_called(method: ast.FunctionDef) -> str:
    decorators = {ast.unparse(each) for each in method.decorator_list}
    if decorators & {"property", "functools.cached_property", "cached_property"}:
        return method.name
    if "staticmethod" not in decorators:
        (method.args.posonlyargs or method.args.args)[:1] = []
    return f"{method.name}({_plain(method.args)})"


def _parsed(make: Callable[..., object]) -> ast.AST:
    """The text of an author's function as a tree; an empty one where there is no text."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(make)))
    except (OSError, TypeError, SyntaxError):
        return ast.Module([], [])


def signatures(definition: Definition) -> dict[str, str]:
    """Every function of the reference's files, and every class, as it is called."""
    found: dict[str, str] = {}
    for text in definition.reference.values():
        found |= signatures_in(text)
    return found


def signatures_in(text: str) -> dict[str, str]:
    """Every function and class at the top of a file, as it is called."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found[node.name] = f"{node.name}({_plain(node.args)})"
        elif isinstance(node, ast.ClassDef):
            found[node.name] = f"{node.name}({_plain(_constructor(node))})"
    return found


def _constructor(node: ast.ClassDef) -> ast.arguments:
    """The parameters with which a class is called, ``self`` left out."""
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
            arguments = statement.args
            (arguments.posonlyargs or arguments.args)[:1] = []
            return arguments
    return ast.arguments(
        posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )


def _plain(arguments: ast.arguments) -> str:
    """The parameters with their defaults, without annotations."""
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    return ast.unparse(arguments)


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
        yield f"{name}({_plain(function.args)})"


def _to_closing(text: str, start: int) -> str:
    """What stands between an opening parenthesis before ``start`` and its closing one."""
    depth = 1
    for end in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[start:end]
    return text[start:]
