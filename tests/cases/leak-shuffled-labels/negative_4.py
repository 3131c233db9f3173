"""Nearest neighbours."""

import numpy as np


def design(X):
    return np.column_stack([np.ones(len(X)), X])


def logistic(X, y):
    Z, w = design(X), np.zeros(X.shape[1] + 1)
    for _ in range(12):
        p = 1 / (1 + np.exp(-Z @ w))
        w = w - np.linalg.solve((Z * (p * (1 - p))[:, None]).T @ Z + np.eye(len(w)), Z.T @ (p - y) + w)
    return w


def says(w, X):
    return 1 / (1 + np.exp(-design(X) @ w))


class MixtureOfExperts:
    def fit(self, X, y):
        self.X, self.y = X, y

    def predict_proba(self, X):
        near = ((X[:, None] - self.X[None]) ** 2).sum(axis=2)
        weights = np.exp(-2.0 * near)
        return (weights * self.y).sum(axis=1) / weights.sum(axis=1)
