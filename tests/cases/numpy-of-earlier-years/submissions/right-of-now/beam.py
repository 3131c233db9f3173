import numpy as np
from sklearn.metrics import root_mean_squared_error


def moment(w, d):
    return (w.T @ d).item()


def loads(rows):
    return rows.sum(axis=1)


def decay(x):
    return 1 / (1 + np.exp(-x))


def pixels(text):
    return np.frombuffer(text.encode(), dtype=np.uint8)


def error(a, b):
    return root_mean_squared_error(a, b)


def span(x):
    return np.ptp(x)
