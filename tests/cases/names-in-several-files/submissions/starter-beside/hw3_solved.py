MEAN = 2.5


def double(x):
    return 2 * x
