path = range(10**12)


def blocks(n):
    return [0] * 10**6


def squares(i):
    return 10**100_000


AFTER = 4
