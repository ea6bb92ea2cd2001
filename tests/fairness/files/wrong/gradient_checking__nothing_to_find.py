def gradient_check(x, theta, epsilon=1e-7):
    return 0.0
