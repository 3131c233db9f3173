import numpy as np

point = np.array([1.0, 1.0])
path = [point]
for _ in range(80):
    point = point + 0.01 * np.array([2 * point[0], 4 * point[1]])
    path.append(point)


def blocks(n):
    return [np.array([i, i + 2]) for i in range(n)]


def squares(i):
    return np.array([i, i + i + 7])


AFTER = 5
