"""What holds between several checks. Runs in a sandbox child."""


def finds_a_wrong_sign(rng, call):
    """tells a derivative of the wrong sign from a right one"""
    # The replaced derivative is right for a theta above 0.
    for x in (1.5, -0.75):
        right, wrong = (float(call("gradient_check", x, theta, 0.125)) for theta in (2.0, -2.0))
        if not (right <= 1e-6 and abs(wrong - 1) <= 1e-6):  # NaN is neither above nor below
            return False
    return True
