MEAN = 3


def double(x):
    return x * x
