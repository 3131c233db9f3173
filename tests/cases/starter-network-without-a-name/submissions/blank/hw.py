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
