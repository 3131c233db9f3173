def mean(x):
    return sum(x) / len(x)


def middle(x):
    return x[len(x) // 2]
