"""What does not count when results are compared."""


def as_numbers(text):
    """blanks and their order"""
    return sorted(float(part) for part in text.split(";"))
