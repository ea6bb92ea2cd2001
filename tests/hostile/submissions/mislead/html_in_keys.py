"""Returns a dictionary whose keys are parts of a web page.

verdict: sign failed
"""


def sign(tag, x):
    return {"<script>grader_hostile()</script>": 1, "\x1b[31mseal": "</td>"}
