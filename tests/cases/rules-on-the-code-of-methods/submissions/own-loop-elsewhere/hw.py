import numpy as np


class Layer:
    def __init__(self, units):
        self.weights = np.array([3.0 for _ in range(units)])

    def squash(self, x):
        return 1 / (1 + np.exp(-x))

    def forward(self, x):
        return self.weights * self.squash(x)

    def train(self, rows):
        for row in rows:
            self.weights += row - self.forward(row)
