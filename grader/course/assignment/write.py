"""Writes an assignment's notebook as an exercise: reference, statement, cases, and what is left to do."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from grader.course.assignment.asked import Asked, Reader, calls_of
from grader.course.assignment.notebook_parts import Part, parts_of
from grader.course.editing import find_functions
from grader.course.starter import needed_assignments
from grader.course.statement import calls_in
from grader.load.read.compile import code_lines
from grader.load.select.scope import start_line
from grader.util.errors import UsageError

_TOOLS = {"otter", "nbgrader", "IPython", "matplotlib", "pytest", "unittest", "ipywidgets"}


def files_from(notebook: Path, exercise_id: str, title: str) -> tuple[dict[str, str], list[str]]:
    """The files of an exercise made from an assignment, by kind, and what could not be carried over.

    Kinds: "reference", "exercise", "statement", "left". Raises UsageError for a file that is no
    notebook, and for one without a function that is called with arguments that can be written.
    """
    parts, left = parts_of(notebook)
    kept = _Kept(parts, left)
    reader = Reader(kept.functions, kept.known)
    asked = [each for part in parts if part.kind == "tests" for each in reader.asked_in(part)]
    left += reader.left
    if not asked:
        named = ", ".join(kept.functions) or "it defines none"
        raise UsageError(
            f"{notebook.name}: no call of a function that it defines could be read ({named})",
            "a case is read from an assert, or from a test cell, that calls a function of the notebook",
        )
    asked = _shared_out(_with_points(asked), left)
    graded = list(dict.fromkeys(each.function for each in asked))
    for name in kept.functions:
        if name not in graded and not name.startswith("_"):
            left.append(f"{name}: no call could be read: write a case, or take the function out")
    for node in kept.nodes:
        if isinstance(node, ast.ClassDef):
            left.append(f"class {node.name}: write its cases with exercise.steps")
    left.append("no known mistake: add what students of this assignment get wrong")
    reference = kept.reference(title)
    files = {
        "reference": reference,
        "exercise": _exercise(kept, exercise_id, title, asked, graded),
        "statement": _statement(parts, title, reference, graded),
        "left": "\n".join(
            [f"# {title}: what is left to do", "", f"Made from {notebook.name}.", ""]
            + [f"- {line}" for line in left]
        )
        + "\n",
    }
    return files, left


class _Kept:
    """What the reference keeps of a notebook's code: imports, constants, functions, classes."""

    def __init__(self, parts: Sequence[Part], left: list[str]) -> None:
        self.nodes: list[ast.stmt] = []
        self.functions: dict[str, ast.FunctionDef] = {}
        self.known: dict[str, ast.stmt] = {}
        self.libraries: list[str] = []
        self._texts: dict[int, str] = {}
        for part in parts:
            if part.kind != "text":
                self._read(part, left)

    def _read(self, part: Part, left: list[str]) -> None:
        try:
            tree = ast.parse(part.text)
        except SyntaxError as error:
            left.append(f"cell {part.number}: no Python: {error.msg} (line {error.lineno})")
            return
        for node in tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._import(node)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and part.kind == "code":
                if isinstance(node, ast.FunctionDef):
                    self.functions[node.name] = node
                self.nodes.append(node)
                lines = code_lines(part.text)
                self._texts[id(node)] = "\n".join(lines[start_line(node) - 1 : node.end_lineno])
            elif part.kind == "code" and isinstance(node, ast.Assign):
                names = [n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
                if not any(calls_of(node, self.functions)):
                    self.known |= dict.fromkeys(names, node)
                    self.nodes.append(node)
            elif part.kind == "code" and not _is_display(node):
                text = ast.unparse(node).splitlines()[0][:70]
                left.append(f"cell {part.number}: a statement outside of functions: {text}")

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        names = (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
        roots = {name.partition(".")[0] for name in names}
        if roots & _TOOLS:
            return
        for name in (a.asname or a.name for a in node.names):
            self.known[name.partition(".")[0]] = node
        self.libraries += [
            r
            for r in sorted(roots)
            if r not in {*sys.stdlib_module_names, "numpy", *self.libraries}
        ]
        if ast.unparse(node) not in [ast.unparse(n) for n in self.nodes]:
            self.nodes.append(node)

    def reference(self, title: str) -> str:
        """The file: imports, the constants that functions use, functions and classes as written."""
        defined = [n for n in self.nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
        last = {n.name: n for n in defined}
        used = {n.id for d in last.values() for n in ast.walk(d) if isinstance(n, ast.Name)}
        imports = ["import numpy as np"]
        imports += [
            ast.unparse(n) for n in self.nodes if isinstance(n, (ast.Import, ast.ImportFrom))
        ]
        constants = [ast.unparse(n) for n in needed_assignments(self.nodes, used)]
        head = [f'"""{title}: the reference solution."""', "\n".join(dict.fromkeys(imports))]
        if constants:
            head.append("\n".join(dict.fromkeys(constants)))
        bodies = [self._texts[id(node)] for node in last.values()]
        return "\n\n".join(head) + "\n\n\n" + "\n\n\n".join(bodies) + "\n"

    def uses(self, name: str) -> set[str]:
        """The other functions of the notebook that a function names."""
        names = {n.id for n in ast.walk(self.functions[name]) if isinstance(n, ast.Name)}
        return (names & set(self.functions)) - {name}

    def rng(self, name: str) -> str | None:
        """How a function draws random numbers, if it does."""
        text = ast.unparse(self.functions[name])
        if "random" not in text:
            return None
        return "fixed" if "seed(" in text or "default_rng(" in text else "as_found"


def _is_display(node: ast.stmt) -> bool:
    """What only shows something: a bare value, a print, ``grader = otter.Notebook()``."""
    if isinstance(node, ast.Pass):
        return True
    return isinstance(node, ast.Expr) and (
        not isinstance(node.value, ast.Call)
        or ast.unparse(node.value.func) in ("print", "display", "grader.check", "grader.check_all")
    )


def _with_points(asked: Sequence[Asked]) -> list[Asked]:
    """The points of a cell, or of a question, in equal parts for its cases; 1 where it says none."""
    counts = Counter(each.part.group for each in asked)
    return [
        each
        if each.part.points is None
        else replace(each, points=each.part.points / counts[each.part.group])
        for each in asked
    ]


def _shared_out(asked: Sequence[Asked], left: list[str]) -> list[Asked]:
    """The cases with a hidden one for every function, where it has more than one."""
    found = list(asked)
    for name in dict.fromkeys(each.function for each in asked):
        own = [n for n, each in enumerate(found) if each.function == name]
        if any(found[n].hidden and found[n].points for n in own):
            continue
        if len(own) > 1:
            last = found[own[-1]]
            found[own[-1]] = replace(last, hidden=True, points=last.points or Fraction(1))
            left.append(f"{name}: its last test is hidden now; students had it in the notebook")
        else:
            left.append(f"{name}: one test, and it is public: add a hidden case")
    for n, each in enumerate(found):
        if not any(c.points for c in found if c.function == each.function):
            found[n] = replace(each, points=Fraction(1))
    return found


def _exercise(
    kept: _Kept, exercise_id: str, title: str, asked: Sequence[Asked], graded: Sequence[str]
) -> str:
    text = "\n\n\n".join(_case(each, number, asked) for number, each in enumerate(asked))
    declared = "\n".join(_declared(kept, graded))
    imports = ["import numpy as np"] if "np." in text else []
    for name, node in kept.known.items():
        if isinstance(node, (ast.Import, ast.ImportFrom)) and f"{name}." in text and name != "np":
            imports.append(ast.unparse(node))
    if "Fraction(" in text:
        imports.append("from fractions import Fraction")
    libraries = f", libraries={kept.libraries!r}" if kept.libraries else ""
    head = [
        f'"""{title}."""',
        "from __future__ import annotations",
        "\n".join([*dict.fromkeys(imports), "", "from grader.authoring import Exercise"]).strip(),
        f"exercise = Exercise(title={title!r}, reference={exercise_id + '.py'!r}{libraries})"
        + (f"\n{declared}" if declared else ""),
    ]
    return "\n\n".join(head) + "\n\n\n" + text + "\n"


def _declared(kept: _Kept, graded: Sequence[str]) -> Iterator[str]:
    for name in graded:
        options = []
        helpers = tuple(sorted(kept.uses(name) & set(graded)))
        if helpers:
            options.append(f"builds_on={helpers!r}")
        if kept.rng(name):
            options.append(f'rng="{kept.rng(name)}"')
        if options:
            yield f'exercise.function("{name}", {", ".join(options)})'


def _case(asked: Asked, number: int, every: Sequence[Asked]) -> str:
    count = 1 + sum(each.function == asked.function for each in every[:number])
    options = [repr(asked.function).replace("'", '"')]
    if asked.points != 1:
        whole = asked.points.denominator == 1
        points = asked.points.numerator if whole else repr(asked.points)
        options.append(f"points={points}")
    options.append(f'visibility="{"hidden" if asked.hidden else "public"}"')
    if asked.draws:
        options.append(f"seed={number + 1}")
    if asked.raises:
        options.append('compares="exception"')
    words = " ".join(asked.message.split()).replace('"', "'").replace("\\", "")
    said = (
        "refuses what it cannot work with" if asked.raises else "is right for the given arguments"
    )
    if asked.hidden:
        words = ""  # it may say what is hidden
        said = said.replace("the given", "other")
    given = ", ".join(f"{name}={text}" for name, text in asked.given)
    lines = [
        f"@exercise.case({', '.join(options)})",
        f"def {asked.function}_{count}(rng):",
        f'    """{words or said}"""',
        *(f"    {line}" for text in asked.before for line in text.splitlines()),
        f"    return dict({given})",
    ]
    return "\n".join(lines)


def _statement(parts: Sequence[Part], title: str, reference: str, graded: Sequence[str]) -> str:
    """The notebook's text; what it does not call as the reference does is named at the end."""
    texts = [part.text.strip() for part in parts if part.kind == "text" and part.text.strip()]
    if not texts or not texts[0].startswith("#"):
        texts.insert(0, f"# {title}")
    whole, known = "\n\n".join(texts), find_functions({"reference": reference})
    docs = {
        n.name: ast.get_docstring(n) or ""
        for n in ast.parse(reference).body
        if isinstance(n, ast.FunctionDef)
    }
    for name in graded:
        signature = known[name].signature
        if signature not in calls_in(whole, name):
            whole += f"\n\n## `{signature}`\n\n{docs.get(name, '')}".rstrip()
    return whole + "\n"
