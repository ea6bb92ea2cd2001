"""Results in the forms that platforms import.

    formats/     one file for each form, named as on the command line
    form.py      what an export is asked for, what it makes, and which formats there are
    results.py   a results folder as an export needs it: people and their scores
    scaling.py   scores in the points of a platform's column

Nothing is imported here.
"""
