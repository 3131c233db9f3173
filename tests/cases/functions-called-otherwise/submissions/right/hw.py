import numpy as np


def residuals(y, fit):
    return y - fit


def cost(y, fit):
    return float(np.sum((y - fit) ** 2)), y - fit


def halved(x):
    return x / 2
