import torch
from torch import nn

class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.h = nn.Sequential(nn.Linear(4, 16), nn.ReLU())
        self.o = nn.Linear(16, 3)

    def forward(self, x):
        return self.o(self.h(x))

def accuracy(y, p):
    import numpy as np
    return np.sum(y == p) / y.size
