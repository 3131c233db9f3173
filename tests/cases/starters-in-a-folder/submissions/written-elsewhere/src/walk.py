def drift(x):
    """The mean step of a path."""
    ### BEGIN YOUR CODE
    pass
    ### END YOUR CODE


def spread(x):
    """The largest step less the smallest."""
    raise NotImplementedError


def first_over(x, limit):
    """The first place above the limit, or None."""
    # YOUR CODE HERE
