"""Actual against expected: tolerances, the comparison of a case, and points."""
