MEAN = 3  # the mean


def double(x):
    """Twice."""
    return x * x
