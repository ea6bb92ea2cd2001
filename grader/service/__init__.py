"""A place to hand in: what students submit is kept, graded by workers and shown to whoever may see it.

    schema, database, migrations    what is kept: tables, connections, changes of the tables
    storage                         the files, by the hash of their contents
    work_queue                      what waits to be graded; the only module that knows the queue's engine
    hand_in                         from files to a submission that is kept and queued
    judging, worker                 grading: a process with the judge in it, and the process that feeds it
    publishing                      what pages show of an exercise, read from the course

The web process imports no course and no student code: only workers do.
"""
