import torch
from torch import nn
class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(64, 12), nn.ReLU(), nn.Linear(12, 10), nn.Softmax(dim=1))
    def forward(self, x):
        return self.net(x)
model = nn.Sequential(nn.Linear(5, 9), nn.ReLU(), nn.Linear(9, 1), nn.Sigmoid())
