import numpy as np


class Layer:
    def __init__(self, units):
        self.weights = np.full(units, 3.0)

    def squash(self, x):
        return 1 / (1 + np.exp(-x))

    def _weighted(self, x):
        out = x.copy()
        for i in range(len(x)):
            out[i] = self.weights[i] * x[i]
        return out

    def forward(self, x):
        return self._weighted(self.squash(x))
