"""Proves an exercise on submissions with a known verdict, through the pipeline of everybody.

known.py      reference and every accepted form in full, starter and trivial answers nothing,
              every known mistake caught and told apart
public.py     what the public cases alone tell of every known mistake
shaped.py     answers of the right shapes that hold one number everywhere
guessed.py    the public answers, hard-coded, earn nothing of the hidden points
margins.py    each tolerance lies between rounding noise and the nearest mistake
repeat.py     a second run, a shuffled order, another process and a loaded machine say the same
glance.py     a first look at what keeps nothing between calls
chance.py     every function that draws random numbers says how they are to be drawn
carried.py    a wrong function costs its own points, and none of those that build on it
declared.py   what is declared equivalent agrees with the reference on drawn inputs
junit.py      the checks for a CI system
"""

from __future__ import annotations

from grader.verify.checks import Check
from grader.verify.run import verify, verify_course, verify_exercise

__all__ = ["Check", "verify", "verify_course", "verify_exercise"]
