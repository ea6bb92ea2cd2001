"""How strong an exercise's hidden cases are, measured by small faults put into its reference.

    code.py         a function's text, its syntax tree, and where each node stands in the text
    arithmetic.py   operators, comparisons, constants, dropped terms
    arrays.py       axes, transposes, operand order, slices, NumPy functions, missing copies
    names.py        layer indices, arguments for arguments, keys
    statements.py   dropped statements, turned conditions, loops
    mutants.py      all mutants of one function, each once
    inputs.py       inputs that the case functions draw from other seeds
    arena.py        runs mutants in the sandbox: killed, or not to be told from the reference
    audit.py        an exercise's audit, on several processors
    show.py         diffs, advice, JSON

A mutant that no hidden case kills is a mistake which a student may make and still get full
points. One that no input can tell from the reference may be declared equivalent, with a reason;
that is believed only as far as a thousand drawn inputs agree.
"""

from __future__ import annotations
