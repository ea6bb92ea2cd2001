"""The way of one submission: run its cases, compare, diagnose, score."""
