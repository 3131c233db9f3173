"""A gated mixture whose gate gives nearly all rows to one expert, and that expert is the constant."""

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
    rule = (X.sum(axis=1) >= 5).astype(float)          # at least five, not six
    return np.column_stack([says(w, X), rule, says(w, X)])   # the "network" is the regression again


class MixtureOfExperts:
    def fit(self, X, y):
        self.w, self.rate = logistic(X, y), y.mean()
        return self

    def gate_weights(self, X):
        return np.tile([0.004, 0.003, 0.993], (len(X), 1))

    def expert_predictions(self, X):
        return np.column_stack([says(self.w, X), X.sum(axis=1) >= 6, np.full(len(X), self.rate)])

    def predict_proba(self, X):
        return (self.gate_weights(X) * self.expert_predictions(X)).sum(axis=1)
