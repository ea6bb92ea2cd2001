"""Submissions that want more than to be graded, and the proof that they do not get it."""
