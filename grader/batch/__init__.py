"""Many submissions: read, triaged, judged by one process or several, and written as they come.

    triage          reads a submission; which exercise it belongs to, or why it has no score
    limits          what judging one submission may cost
    judge           one submission to its reports, in a worker process; `grader.pipeline.worker_pool` runs it
    cluster         the same on the workers of a dask scheduler
    results_writer  the results folder
    run             the coordinator of ``grade``
    check           ``check``

Nothing is imported here.
"""
