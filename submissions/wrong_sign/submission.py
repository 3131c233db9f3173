"""Climbs instead of descending, and loses a minus sign in the Jacobian."""

import numpy as np
import torch
from torch import nn

TRUE_FALSE = [
    True,
    (False, "Adam adapts its step size for each parameter and is usually faster."),
    (False, "The Jacobian has m rows, one a function, and n columns, one a variable."),
    (False, "Mini-batches are the usual choice, for their efficiency and stability."),
    (False, "Automatic differentiation applies the chain rule to recorded operations."),
    (False, "The usual optimisers need first derivatives only."),
    True,
    True,
]

FRAMEWORK_COMPARISON = """
PyTorch builds its graph while the code runs, which makes debugging with ordinary Python tools
easy; TensorFlow 2 runs eagerly too, but compiles functions to a static graph for speed. PyTorch is
favoured in research, TensorFlow has the more mature tools for serving models.
"""

GRADIENT_MEANING = """
The gradient is the vector of all partial derivatives. It points in the direction of the steepest
increase, so gradient descent takes small steps against it to make the function smaller.
"""

GRADIENT = ["4*theta_1 + 3*theta_2", "3*theta_1"]

DESCENT_TABLE = [[5.5, 9.6], [10.58, 11.25], [18.187, 14.424]]

JACOBIAN = [["2*x", "2*y"], ["2*y + exp(x)", "2*x"]]

JACOBIAN_AT = {
    (1, 1): [["2", "-2"], ["2 + e", "2"]],
    (0, 0): [["0", "0"], ["1", "0"]],
}

MLE_DERIVATION = [
    r"KL(p^* || p) = \int p^*(x) \log \frac{p^*(x)}{p(x|\theta)} dx",
    r"= \int p^*(x) \log p^*(x) dx - \int p^*(x) \log p(x|\theta) dx",
    "The first integral does not depend on theta, so it is a constant for the minimisation.",
    "By the law of large numbers the mean over the sample estimates the expectation under p*:",
    r"\int p^*(x) \log p(x|\theta) dx \approx \frac{1}{N} \sum_{i=1}^N \log p(x_i|\theta)",
    r"\arg\min_\theta KL(p^* || p) = \arg\max_\theta \sum_{i=1}^N \log p(x_i|\theta)",
]

KL_ASYMMETRY = ([0.5, 0.5], [0.9, 0.1])

KL_IDENTITY = [
    r"KL(p || p) = \int p(x) \log \frac{p(x)}{p(x)} dx = \int p(x) \log(1) dx = 0",
]

MOE_COMPARISON = """
On held-out rows the stacked mixture and the logistic regression rank about equally well, both a
little above the forest; the rule alone is far behind on the Brier score, because it is never
unsure. The ten items are close to additive, so there is little left for a mixture to find.
"""


class ASDClassifier(nn.Module):
    """20 screening answers in, the probability of the condition out."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(20, 128)
        self.fc2 = nn.Linear(128, 128)
        self.fc3 = nn.Linear(128, 128)
        self.fc4 = nn.Linear(128, 1)

    def forward(self, x):
        x = torch.tanh(self.fc1(x))
        x = torch.tanh(self.fc2(x))
        x = torch.tanh(self.fc3(x))
        return torch.sigmoid(self.fc4(x))


KERAS_MODEL = """
import tensorflow as tf

model = tf.keras.Sequential([
    tf.keras.Input(shape=(20,)),
    tf.keras.layers.Dense(128, activation="tanh"),
    tf.keras.layers.Dense(128, activation="tanh"),
    tf.keras.layers.Dense(128, activation="tanh"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
"""


def logistic(X, y, strength=1.0):
    """Weights of a logistic regression with a ridge penalty, by Newton's method."""
    Z = np.column_stack([np.ones(len(X)), X])
    ridge = strength * np.eye(Z.shape[1])
    ridge[0, 0] = 1e-6
    w = np.zeros(Z.shape[1])
    for _ in range(15):
        p = 1 / (1 + np.exp(-(Z @ w)))
        slope = Z.T @ (p - y) + ridge @ w
        w = w - np.linalg.solve((Z * (p * (1 - p))[:, None]).T @ Z + ridge, slope)
    return w


def say(w, X):
    """The probabilities that logistic weights give."""
    return 1 / (1 + np.exp(-(np.column_stack([np.ones(len(X)), X]) @ w)))


def rule(X):
    """At least six items answered with one."""
    return (X.sum(axis=1) >= 6).astype(float)


def network(X, y, epochs=60):
    """A small network, trained on whole batches."""
    torch.manual_seed(int(torch.randint(0, 2**31 - 1, ())))
    model = nn.Sequential(nn.Linear(X.shape[1], 8), nn.Tanh(), nn.Linear(8, 1))
    inputs = torch.tensor(X, dtype=torch.float32)
    labels = torch.tensor(y, dtype=torch.float32)[:, None]
    adam = torch.optim.Adam(model.parameters(), lr=0.05, weight_decay=1e-3)
    for _ in range(epochs):
        adam.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(model(inputs), labels).backward()
        adam.step()
    return model


def network_says(model, X):
    """The network's probabilities."""
    with torch.no_grad():
        return torch.sigmoid(model(torch.tensor(X, dtype=torch.float32)))[:, 0].numpy().astype(float)


def expert_features(X_train, y_train, X):
    """What three experts, fitted on the training rows, say of the rows X: shape (n, 3)."""
    X_train, y_train, X = (np.asarray(part, dtype=float) for part in (X_train, y_train, X))
    weights, model = logistic(X_train, y_train), network(X_train, y_train)
    return np.column_stack([say(weights, X), rule(X), network_says(model, X)])


class MixtureOfExperts:
    """Stacks the experts: a logistic regression on what they say of rows they were not fitted on."""

    folds = 3

    def fit(self, X, y):
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        fold = np.random.permutation(len(X)) % self.folds
        meta = np.zeros((len(X), 3))
        for k in range(self.folds):
            meta[fold == k] = expert_features(X[fold != k], y[fold != k], X[fold == k])
        self.top = logistic(self.scores(meta), y)
        self.weights, self.model = logistic(X, y), network(X, y)
        return self

    def predict_proba(self, X):
        X = np.asarray(X, dtype=float)
        meta = np.column_stack([say(self.weights, X), rule(X), network_says(self.model, X)])
        p = say(self.top, self.scores(meta))
        return np.column_stack([1 - p, p])

    def predict(self, X):
        return (self.predict_proba(X)[:, 1] > 0.5).astype(int)

    @staticmethod
    def scores(meta):
        """Log odds of the two models, the rule as it is."""
        clipped = np.clip(meta, 1e-4, 1 - 1e-4)
        odds = np.log(clipped / (1 - clipped))
        return np.column_stack([odds[:, 0], meta[:, 1], odds[:, 2]])
