def mean(x):
    return sum(x) / len(x)


def middle(x):
    return sorted(x)[len(x) // 2]
