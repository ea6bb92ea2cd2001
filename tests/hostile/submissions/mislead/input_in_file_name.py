"""Raises in code that is compiled under a file name made of the hidden input.

verdict: sign error
"""


def sign(tag, x):
    exec(compile(f"raise ValueError('{tag}')", f"{tag}.py", "exec"), globals())
