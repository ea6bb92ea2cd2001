"""One file for each form in which results are exported, named as on the command line; see ``form.py``.

    canvas, moodle                        one table for a class, also filled into the platform's own file
    gradescope, prairielearn, coursera    one JSON file per submission, of the student's view; grading in
                                          the platform's own container writes the same
    feedback                              an archive of the students' pages, as a platform takes them back
    junit                                 one XML file for a class

Nothing is imported here.
"""
