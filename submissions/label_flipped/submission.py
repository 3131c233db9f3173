"""A stacked model that learned the wrong class: every probability is that of the other answer."""

import numpy as np


def logistic(X, y):
    Z, w = np.column_stack([np.ones(len(X)), X]), np.zeros(X.shape[1] + 1)
    for _ in range(15):
        p = 1 / (1 + np.exp(-(Z @ w)))
        w = w - np.linalg.solve((Z * (p * (1 - p))[:, None]).T @ Z + np.eye(len(w)), Z.T @ (p - y) + w)
    return w


def says(w, X):
    return 1 / (1 + np.exp(-(np.column_stack([np.ones(len(X)), X]) @ w)))


def expert_features(X_train, y_train, X):
    w = logistic(X_train, y_train)
    network = logistic(X_train ** 2 + X_train, y_train)
    return np.column_stack([says(w, X), X.sum(axis=1) >= 6, says(network, X**2 + X)])


class MixtureOfExperts:
    def fit(self, X, y):
        self.w = logistic(X, 1 - y)
        return self

    def predict_proba(self, X):
        p = says(self.w, X)
        return np.column_stack([1 - p, p])
