"""An assignment of another grader, read from its notebook and written as a first exercise.

notebook_parts  the notebook's cells without the marks of nbgrader and otter, and what each is for
asked           the calls that its tests make, as cases
write           the exercise's files
"""
