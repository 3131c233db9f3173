import torch
from torch import nn


class Example2(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 6)
        self.b = nn.Linear(6, 1)

    def forward(self, x):
        return torch.sigmoid(self.b(torch.relu(self.a(x))))
