def drift(x):
    """The mean step of a path."""
    ### BEGIN YOUR CODE
    return (x[-1] - x[0]) / (len(x) - 1)
    ### END YOUR CODE


def spread(x):
    """The largest step less the smallest."""
    steps = [b - a for a, b in zip(x, x[1:])]
    return max(steps) - min(steps)


def first_over(x, limit):
    """The first place above the limit, or None."""
    for place, value in enumerate(x):
        if value > limit:
            return place
