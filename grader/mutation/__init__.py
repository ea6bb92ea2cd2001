"""Small changes of a reference's functions, as texts and as syntax trees.

code       a function's text beside its syntax tree
mutations  the changes: operators, axes, indices, dropped statements, ...
mutants    all mutants of one function, each once; their diffs
slips      what people get wrong beside these, one edit or several: expressions, statements

An audit uses them as faults that the cases should catch, a diagnosis as explanations.
"""
