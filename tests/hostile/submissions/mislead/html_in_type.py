"""Returns an object whose type's name is a part of a web page.

verdict: weigh failed
"""


def weigh(X, w):
    return type("<script>grader_hostile()</script>\x1b[2J", (), {})()
