MEAN = None


def double(x):
    raise NotImplementedError
