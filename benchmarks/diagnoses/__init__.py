"""How good the diagnoses are: what is named in files that somebody else wrote, and in small faults.

__main__ -> tally (a function at a time, in workers) -> further (does a reason hold elsewhere?)
"""
