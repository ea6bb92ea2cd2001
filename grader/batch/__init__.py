"""Many submissions: read, settled, graded by one process or several, and written as they come.

    reading   a found submission's bytes and syntax
    settle    which exercise it belongs to, or why it has no score
    judge     one task to one report
    pool      many tasks in worker processes
    folder    the results folder
    run       all of it

Nothing is imported here.
"""
