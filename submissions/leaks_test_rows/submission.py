"""Problem 5 as the well-known write-up did it: the network is fitted again on the test rows, with their labels."""

import csv

import numpy as np
import torch
from torch import nn


def read(path, label):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    items = np.array([[float(row[f"A{j}_Score"]) for j in range(1, 11)] for row in rows])
    return items, np.array([float(row[label] in ("1", "yes")) for row in rows])


def train_network(X, y, epochs=60):
    model = nn.Sequential(nn.Linear(X.shape[1], 8), nn.Tanh(), nn.Linear(8, 1), nn.Sigmoid())
    adam = torch.optim.Adam(model.parameters(), lr=0.05)
    inputs, labels = torch.tensor(X).float(), torch.tensor(y).float()[:, None]
    for _ in range(epochs):
        adam.zero_grad()
        nn.functional.binary_cross_entropy(model(inputs), labels).backward()
        adam.step()
    return model


def says(model, X):
    with torch.no_grad():
        return model(torch.tensor(X).float())[:, 0].numpy().astype(float)


def logistic(X, y):
    Z, w = np.column_stack([np.ones(len(X)), X]), np.zeros(X.shape[1] + 1)
    for _ in range(15):
        p = 1 / (1 + np.exp(-(Z @ w)))
        w = w - np.linalg.solve((Z * (p * (1 - p))[:, None]).T @ Z + np.eye(len(w)), Z.T @ (p - y) + w)
    return w


def logistic_says(w, X):
    return 1 / (1 + np.exp(-(np.column_stack([np.ones(len(X)), X]) @ w)))


def expert_features(X_train, y_train, X):
    net = train_network(X_train, y_train)
    return np.column_stack([
        logistic_says(logistic(X_train, y_train), X), (X.sum(axis=1) >= 6) * 1.0, says(net, X),
    ])


class MixtureOfExperts:
    def fit(self, X, y):
        self.weights, self.net = logistic(X, y), train_network(X, y)
        self.top = logistic(self.meta(X), y)
        return self

    def meta(self, X):
        return np.column_stack([logistic_says(self.weights, X), (X.sum(axis=1) >= 6) * 1.0, says(self.net, X)])

    def predict_proba(self, X):
        p = logistic_says(self.top, self.meta(X))
        return np.column_stack([1 - p, p])


def reported_accuracy():
    X_train, y_train = read("train.csv", "Class/ASD")
    X_test, y_test = read("test.csv", "austim")
    net = train_network(X_train, y_train)
    meta_train = np.column_stack([logistic_says(logistic(X_train, y_train), X_train), says(net, X_train)])
    net_test = train_network(X_test, y_test)
    meta_test = np.column_stack([logistic_says(logistic(X_train, y_train), X_test), says(net_test, X_test)])
    top = logistic(meta_train, y_train)
    return np.mean((logistic_says(top, meta_test) > 0.5) == y_test)
