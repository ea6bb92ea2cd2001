"""Takes the prompts of a terminal out of a cell that was pasted from one, as IPython does."""

from __future__ import annotations

import re

from grader.load.read.lexer import logical_lines

_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.+:?|In \[[ \d]*\]:)(?: |$)", re.M)
_FIRST = re.compile(r"[ \t]*(?:>>>|In \[[ \d]*\]:)(?: |\n|$)")


def has_prompts(text: str) -> bool:
    """Whether a line of code begins with a prompt: not one within a text, as in a docstring."""
    if ">>>" not in text and "In [" not in text:
        return False
    return any(_FIRST.match(line.text) for line in logical_lines(text))


def without_prompts(text: str) -> tuple[str, str]:
    """The text without prompts; and without what the terminal answered between them as well."""
    kept, alone = [], []
    answers = False
    for line in text.split("\n"):
        prompt = _PROMPT.match(line)
        bare = line[prompt.end() :] if prompt else line
        answers = bool(prompt) or (answers and bool(line.strip()))
        kept.append(bare)
        alone.append(bare if prompt or not answers else "")
    return "\n".join(kept), "\n".join(alone)
