import numpy as np


class Layer:
    def __init__(self, units):
        def sigmoid(x):
            return 1 / (1 + np.exp(-x))

        self.weights = np.full(units, 3.0)
        self.squash = sigmoid

    def forward(self, x):
        return self.weights * self.squash(x)

    def train(self, rows):
        while rows:
            rows.pop()
