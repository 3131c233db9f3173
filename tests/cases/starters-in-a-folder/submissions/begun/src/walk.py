def drift(x):
    """The mean step of a path."""
    ### BEGIN YOUR CODE
    return (x[-1] - x[0]) / (len(x) - 1)
    ### END YOUR CODE


def spread(x):
    """The largest step less the smallest."""
    raise NotImplementedError


def first_over(x, limit):
    """The first place above the limit, or None."""
    # YOUR CODE HERE
