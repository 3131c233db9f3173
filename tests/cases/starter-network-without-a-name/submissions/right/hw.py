import torch
from torch import nn


class Example(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 6)
        self.b = nn.Linear(6, 6)
        self.c = nn.Linear(6, 1)

    def forward(self, x):
        x = torch.relu(self.a(x))
        return torch.sigmoid(self.c(torch.relu(self.b(x))))


class Mine(nn.Module):
    def __init__(self):
        super().__init__()
        self.s = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 1))
    def forward(self, x):
        return torch.sigmoid(self.s(x))
