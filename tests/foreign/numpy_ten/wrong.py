import numpy as np


def by_rows(x):
    return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)


def points(count):
    return np.random.default_rng(7).integers(0, 9, (count, 2)).astype(float)
