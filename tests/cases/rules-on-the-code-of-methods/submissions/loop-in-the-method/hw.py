import numpy as np


class Layer:
    def __init__(self, units):
        self.weights = np.full(units, 3.0)

    def squash(self, x):
        return 1 / (1 + np.exp(-x))

    def forward(self, x):
        return np.array([w * self.squash(v) for w, v in zip(self.weights, x)])
