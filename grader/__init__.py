"""A grading toolkit for NumPy exercises. See the README; the flow is in ``grader.pipeline.grade``."""

__version__ = "0.1.0"
