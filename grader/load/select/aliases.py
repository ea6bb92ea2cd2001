"""Another name of a graded function: what an older assignment called it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.load.read import messages
from grader.load.read.compile import compile_statement
from grader.load.read.formatting import place
from grader.load.select.missing_reason import nowhere
from grader.model.submission import Program, Statement


def under_one_name(program: Program, others: Mapping[str, Sequence[str]]) -> Program:
    """Return the program with every graded function under its own name.

    ``others`` is the graded name -> other names that it may have; the own name wins, then the
    first that is there.
    """
    if not any(others.values()):
        return program
    functions = dict(program.functions)
    missing = dict(program.missing)
    statements, trees = list(program.statements), list(program.trees)
    notes = list(program.notes)
    for name, also in others.items():
        found = next((other for other in also if other in functions), None)
        if name not in functions and found is not None:
            site = functions[name] = functions[found]
            missing.pop(name, None)
            node = ast.parse(f"{name} = {found}").body[0]
            statements.append(
                Statement(compile_statement(node, site.origin), site.origin, site.line)
            )
            trees.append(node)
            where = place(site.origin, site.line)
            notes.append(messages.renamed(found, name, where))
        for other in also:
            functions.pop(other, None)
            why = missing.pop(other, nowhere(other))
            if name in missing and missing[name] == nowhere(name) and why != nowhere(other):
                missing[name] = why  # there is a trace of it under the other name
    return replace(
        program,
        statements=tuple(statements),
        trees=tuple(trees),
        functions=functions,
        missing=missing,
        notes=tuple(notes),
    )
