"""A deliberately naive grader, as many are: what every attack is measured against.

It imports the student's file into its own process, has the expected values in memory and on
disk, compares with NumPy in the same interpreter, and writes its results itself. Never use it.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import sys
import types

import numpy  # warm: the grader forks it with NumPy imported

RESULTS = "results.json"
SOLUTIONS = "solutions.pkl"
CHANNEL = 3


def is_right(actual, expected):
    import numpy as np

    if isinstance(expected, dict):
        return all(is_right(actual[key], value) for key, value in expected.items())
    if isinstance(expected, str):
        return actual == expected
    if isinstance(expected, float):
        return math.isclose(actual, expected, rel_tol=1e-6) or abs(actual - expected) < 1e-9
    return np.allclose(actual, expected)


def grade(submission):
    with open(SOLUTIONS, "rb") as file:
        course = pickle.load(file)
    utilities = types.ModuleType("target_utils")
    exec(course["utilities"], utilities.__dict__)
    sys.modules["target_utils"] = utilities
    namespace = {"__name__": "submission", "np": numpy, "math": math}
    exec(compile(source_of(submission), submission, "exec"), namespace)
    results = []
    for case in course["cases"]:
        expected = case["expected"]
        message = ""
        before = dict(namespace)
        if case["replaces"]:
            exec(case["replaces"], namespace)
        try:
            actual = namespace[case["function"]](*case["arguments"])
        except Exception as error:
            right, message = False, f"{type(error).__name__}: {error}"
        else:
            try:
                actual = pickle.loads(pickle.dumps(actual))  # what is judged must not change
            except Exception:
                pass
            right = is_right(actual, expected)
            if not right:
                message = "a wrong array" if type(actual) is numpy.ndarray else f"got {actual!r}"
        for name in set(namespace) - set(before):
            del namespace[name]
        namespace.update(before)
        result = {
            "case": case["name"],
            "points": case["points"] if right else 0,
            "message": message,
        }
        results.append(result)
        os.write(CHANNEL, json.dumps(result).encode() + b"\n")
    with open(RESULTS, "w") as file:
        file.write(json.dumps(results))


def source_of(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if not path.endswith(".ipynb"):
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    lines = "\n".join("".join(cell["source"]) for cell in cells).split("\n")
    return "\n".join(line for line in lines if not line.startswith(("%", "!")))


if __name__ == "__main__":
    grade(sys.argv[1])
