"""A course as its authors wrote it, read from its folder and made ready to grade with.

catalog              finds the course and its exercises
settings             grader.toml, or [tool.grader] of pyproject.toml
definition           one exercise as declared
exercise_folder      reads it: runs the author's code
recording            a script of steps, as its author's function does them
variants             the exercise as one student has it
bundle               reads and writes released exercises
checking             what is wrong with a declaration
property_calls       which functions a property calls
editing              edits of the reference's text
reference_program    the reference as a submission
program_as_function  a whole program of it, as a function
prepare              inputs drawn, expected values computed
starter              what students and authors start from
statement            what the statement says of the functions
graded_function      a graded function with all that is known of it
facts                what anybody may know of it; public_case: one call of it
assignment/          an assignment of another grader, as an exercise
"""
