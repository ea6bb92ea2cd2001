"""Raises a message that is a part of a web page.

verdict: weigh error
"""


def weigh(X, w):
    raise ValueError("</pre><script>grader_hostile()</script><img src=x onerror=grader_hostile()>")
