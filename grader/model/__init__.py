"""The values that flow through the grader: frozen, and without behaviour beyond their own shape."""
