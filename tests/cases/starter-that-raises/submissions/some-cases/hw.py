ANSWER = 7
def double(x):
    if x > 2:
        raise NotImplementedError
    return 2 * x
