import numpy as np

point = np.array([1.0, 1.0])
path = [point.tolist()]
for _ in range(80):
    point = point - 0.01 * np.array([2 * point[0], 4 * point[1]])
    path.append(point.tolist())


def blocks(n):
    return [[i, i + 1] for i in range(n)]


def squares(i):
    return [i, i * i]


AFTER = 4
