def my_drift(x):
    return (x[-1] - x[0]) / (len(x) - 1)


def largest_less_smallest(x):
    steps = [b - a for a, b in zip(x, x[1:])]
    return max(steps) - min(steps)


def where(x, limit):
    return next((i for i, v in enumerate(x) if v > limit), None)
