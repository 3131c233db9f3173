"""All of it as it should be."""

import csv

import matplotlib.pyplot as plt
import numpy as np

EIGENVALUES = [5, 2]
RATIO = "b"
WEIGHTS = "(X^T X)^{-1} X^T y"
WHY = """
At each step the error is multiplied by the same factor, the squared ratio of the two eigenvalues, so its logarithm falls by
the same amount: a straight line whose slope is the logarithm of that factor.
"""


def fit(X, y):
    """The weights of least squares."""
    return np.linalg.lstsq(np.asarray(X, float), np.asarray(y, float), rcond=None)[0]


def springs():
    """Length and force, a row per measurement."""
    with open("springs.csv", newline="") as file:
        rows = [(float(row["length"]), float(row["force"])) for row in csv.DictReader(file)]
    return np.array(rows).T


def residual():
    """The root of the mean squared residual of a line through the springs."""
    length, force = springs()
    X = np.column_stack([np.ones(len(length)), length])
    return float(np.sqrt(np.mean((force - X @ fit(X, force)) ** 2)))


RESIDUAL = round(residual(), 3)


def power_iteration(A, start, steps):
    """The Rayleigh quotient after so many steps."""
    A, v = np.asarray(A, float), np.asarray(start, float)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return float(v @ A @ v)


def draw_errors():
    """The error of the estimate against the number of steps."""
    A, steps = [[2, 1], [1, 2]], range(1, 13)
    errors = [abs(power_iteration(A, [1, 0], n) - 3) for n in steps]
    figure, axes = plt.subplots()
    axes.plot(list(steps), errors, marker="o")
    axes.set_yscale("log")
    axes.set_xlabel("steps")
    axes.set_ylabel("error of the estimate")
    return figure
