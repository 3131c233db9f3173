"""One eigenvalue is wrong, the fit has an intercept of its own, and the axis is not logarithmic."""

import matplotlib.pyplot as plt
import numpy as np

EIGENVALUES = [5, 3]
RATIO = "c"
WEIGHTS = "(X X^T)^{-1} X^T y"
RESIDUAL = 0.1006
WHY = "Because it shrinks."


def fit(X, y):
    X = np.column_stack([np.ones(len(X)), X])
    return np.linalg.lstsq(X, y, rcond=None)[0][1:]


def power_iteration(A, start, steps):
    v = np.asarray(start, float)
    for _ in range(steps):
        v = A @ v
    return np.linalg.norm(A @ v) / np.linalg.norm(v)


def draw_errors():
    errors = [2 / (9**n + 1) for n in range(1, 13)]
    plt.plot(range(1, 13), errors)
    plt.xlabel("steps")
    plt.ylabel("error")
