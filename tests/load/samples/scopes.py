import numpy as np

x = 1
y = 2
z = 3
w = 4
v = 5
k = 6
default = 7
deep = 8
hidden = 9
attribute = 10


def graded(x, *y, **z):
    w = x
    inner = lambda v: v + k
    total = [hidden for hidden in range(3)]

    def nested(n=default):
        global deep
        deep += 1
        return n + w

    class Local:
        k = 3
        attribute = 4

        def method(self):
            return self.attribute

    if (late := nested()) > 3:
        return late
    return inner(1) + sum(total)
