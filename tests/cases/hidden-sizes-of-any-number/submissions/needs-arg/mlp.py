import torch
from torch import nn
class MLP(nn.Module):
    def __init__(self, n_in, n_hidden, n_out):
        super().__init__()
        self.a = nn.Linear(n_in, n_hidden); self.b = nn.Linear(n_hidden, n_out)
    def forward(self, x):
        return torch.sigmoid(self.b(torch.relu(self.a(x))))
model = MLP(2, 16, 1)
