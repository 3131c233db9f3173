answer = 4  # an example


def double(x):
    """Twice x, by the constant that the starter has."""
    return x * answer / 2
