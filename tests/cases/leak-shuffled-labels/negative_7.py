"""A small network."""

import torch
from torch import nn


class MixtureOfExperts:
    def fit(self, X, y):
        self.net = nn.Sequential(nn.Linear(10, 8), nn.Dropout(0.2), nn.Tanh(), nn.Linear(8, 1))
        adam = torch.optim.Adam(self.net.parameters(), lr=0.05)
        inputs, labels = torch.tensor(X).float(), torch.tensor(y).float()[:, None]
        for _ in range(40):
            adam.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(self.net(inputs), labels).backward()
            adam.step()
        self.net.eval()

    def predict_proba(self, X):
        return torch.sigmoid(self.net(torch.tensor(X).float())).detach()
