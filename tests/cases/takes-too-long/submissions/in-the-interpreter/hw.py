ANSWER = 7
def double(x):
    return 2 * x
LATE = sum(range(10 ** 12))
