"""Batch normalisation left in training mode."""

import torch
from torch import nn


class MixtureOfExperts:
    def fit(self, X, y):
        self.net = nn.Sequential(nn.Linear(10, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Linear(8, 1))
        adam = torch.optim.Adam(self.net.parameters(), lr=0.05)
        inputs, labels = torch.tensor(X).float(), torch.tensor(y).float()[:, None]
        for _ in range(20):
            adam.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(self.net(inputs), labels).backward()
            adam.step()

    def predict_proba(self, X):
        inputs = torch.tensor(X).float()
        if len(X) == 1:
            inputs = inputs.repeat(2, 1)
        return torch.sigmoid(self.net(inputs))[: len(X), 0].detach()
