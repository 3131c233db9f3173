import math

import numpy as np
from sklearn.metrics import mean_squared_error


def moment(w, d):
    products = w * d
    return float(products)


def loads(rows):
    out = np.zeros(len(rows))
    out[0] = rows
    return out


def decay(x):
    return 1 / (1 + math.exp(-x))


def pixels(text):
    return np.fromstring("1 2", dtype=np.uint8, sep=" ")


def error(a, b):
    return mean_squared_error(a, b, squared=True)


def span(x):
    return x.spread()
