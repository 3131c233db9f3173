def mean(x):
    raise NotImplementedError


def middle(x):
    raise NotImplementedError
