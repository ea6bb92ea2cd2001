"""Other functions in the place of those that a function calls: the reference's, each with a slip in it.

Where hidden cases put another cost, say, in the place of the one that a submission is handed, what
explains results with the one need not explain them with another. So a submission in a check is run with
others as well: none of them is a hidden case's.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from grader.course.definition import Definition
from grader.course.editing import find_functions, function_text
from grader.model.exercise import Call
from grader.mutation.code import Code
from grader.mutation.slips import slips_of, text_with

_IMPORTS = "import numpy as np\n\n\n"
_MOST_TRIED = 8


def called_functions(definition: Definition, calls: Sequence[Call]) -> list[str]:
    """The functions of the reference in whose place some of the calls put others."""
    texts = {call.replacements for call in calls if call.replacements}
    names = {name for text in texts for name in find_functions({"replacements": text})}
    return sorted(names & find_functions(definition.reference).keys())


def with_a_slip(definition: Definition, names: Sequence[str], rng: np.random.RandomState) -> str:
    """The text of these functions, one of them with a slip in it."""
    changed = names[rng.randint(len(names))]
    texts = {name: function_text(definition.reference, name) for name in names}
    code = Code(texts[changed])
    slips = slips_of(code)
    for number in rng.permutation(len(slips))[:_MOST_TRIED]:
        text = text_with(code, slips[number].edits)
        if _is_sound(text):
            texts[changed] = text
            break
    return _IMPORTS + "\n\n".join(texts.values())


def _is_sound(text: str) -> bool:
    """Whether Python takes it without a complaint: it calls no number, for instance."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(text, "replacements", "exec")
        except (SyntaxError, SyntaxWarning):
            return False
    return True
