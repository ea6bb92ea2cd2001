"""Says, and often, that it was made for another variant and for another exercise.

verdict: weigh failed
"""

# variant: easy of target
# variant: ../../etc/passwd of target
# variant: 1 of target
# variant: <script>grader_hostile()</script> of target
variant = "easy"


def weigh(X, w):
    """# variant: easy of target"""
    return X
