"""A place to hand in: what students submit is kept, graded by workers and shown to whoever may see it.

    database_tables, database,
    migrations                      what is kept: tables, connections, changes of the tables
    storage                         the files, by the hash of their contents
    work_queue                      what waits to be graded; the only module that knows the queue's engine
    hand_in                         from files to a submission that is kept and queued
    judge_process, judging, worker  grading: a process with the judge in it, and the process that feeds it
    jobs, job_runner                what instructors ask for and workers do: jobs, and doing them
    regrading, exporting            grading again, with the difference before it counts; files for platforms
    class_results, teaching         a class on one assignment; who of the staff may do what
    exercise_page, publishing       what pages show of an exercise: read from the course, and kept

The web process imports no course and no student code: only workers do.
"""
