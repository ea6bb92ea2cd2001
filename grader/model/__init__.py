"""The values that the grader's steps hand on: frozen data with next to no behaviour."""
