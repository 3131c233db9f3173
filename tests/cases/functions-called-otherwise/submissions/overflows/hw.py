import numpy as np


def residuals(y, fit):
    return [0, 1, 2]


def cost(y, fit):
    return np.nan, y - fit


def halved(x, by=1):
    return x / 2 / by
