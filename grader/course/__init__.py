"""A course as its authors wrote it, read from its folder and made ready to grade with.

catalog            finds the course and its exercises
settings           grader.toml, or [tool.grader] of pyproject.toml
definition         one exercise as declared
exercise_folder    reads it: runs the author's code
bundle             reads and writes released exercises
checking           what is wrong with a declaration
editing            edits of the reference's text
reference_program  the reference as a submission
prepare            inputs drawn, expected values computed
starter            what students and authors start from
"""
