"""Results in the forms that platforms import.

    canvas, moodle                        one table for a class, also filled into the platform's own file
    gradescope, prairielearn, coursera    one JSON file per submission, of the student's view; grading in
                                          the platform's own container writes the same
    junit                                 one XML file for a class

Nothing is imported here.
"""
