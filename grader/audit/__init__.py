"""How strong an exercise's hidden cases are, measured by small faults put into its reference.

arena  runs mutants (`grader.mutation`) in the sandbox, on cases and on drawn inputs
audit  an exercise's audit, as text and as JSON

A mutant that no hidden case kills is a mistake which a student may make and still get full points.
One that no input can tell from the reference may be declared equivalent, with a reason; that is
believed only as far as a thousand drawn inputs agree.
"""
