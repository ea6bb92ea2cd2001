"""Puts a counterfeit of the stand-in where it stands, and says that the right one was asked.

verdict: pace failed, march failed
"""


def pace(x):
    return 0.0


def march(x, steps):
    real = globals()["pace"]
    globals()["pace"] = lambda value: value
    if real.__closure__ is not None:
        real(x)
        for cell in real.__closure__:
            if callable(cell.cell_contents):
                cell.cell_contents = lambda frame: frame
    return pace(x)
