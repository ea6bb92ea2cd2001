"""A submitted file's bytes -> its cells and their statements."""
