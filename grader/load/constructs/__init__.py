"""What of Python and of its libraries a function's code uses, read off the syntax trees.

vocabulary  the words by which an author names a construct: "for", "np.linalg.inv", ".sort", "@"
bindings    what a name or an attribute stands for, through imports and other names
reach       the code that a call of one function may run
uses        which constructs that code uses, and where
"""

from grader.load.constructs.uses import Use, lacking, uses
from grader.load.constructs.vocabulary import unknown

__all__ = ["Use", "lacking", "unknown", "uses"]
