def squared(A, Y):
    return (A - Y) ** 2
