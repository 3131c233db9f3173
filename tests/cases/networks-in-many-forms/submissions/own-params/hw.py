import torch
from torch import nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(4, 6)); self.b1 = nn.Parameter(torch.zeros(6))
        self.W2 = nn.Parameter(torch.randn(6, 3)); self.b2 = nn.Parameter(torch.zeros(3))
    def forward(self, x):
        h = torch.maximum(x @ self.W1 + self.b1, torch.tensor(0.))
        return torch.softmax(h @ self.W2 + self.b2, -1)
