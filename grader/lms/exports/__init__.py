"""Results in the forms that platforms import.

    formats/             one file for each form, named as on the command line, and the registry
    export_format.py     the protocol: what a format is asked for, and what it makes
    class_scores.py      the students of a results folder, and their scores
    platform_tables.py   for tables: cells, numbers, and scores in the points of a platform's column
    student_files.py     for one JSON file per submission: what a student may read of it

Nothing is imported here.
"""
