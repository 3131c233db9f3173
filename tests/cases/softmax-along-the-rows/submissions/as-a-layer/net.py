import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.last = nn.Linear(8, 3)
        self.end = nn.LogSoftmax(dim=1)

    def forward(self, x):
        x = F.relu(self.first(x))
        return self.end(self.last(x))


SOURCE = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.last = nn.Linear(8, 3)
        self.end = nn.LogSoftmax(dim=1)

    def forward(self, x):
        x = F.relu(self.first(x))
        return self.end(self.last(x))
"""
