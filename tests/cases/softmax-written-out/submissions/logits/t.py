import torch
from torch import nn
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(6, 10), nn.Linear(10, 4)
    def forward(self, x):
        return self.b(torch.relu(self.a(x)))
KERAS = 'm = Sequential([Input(shape=(6,)), Dense(10, activation="relu"), Dense(4, activation="sigmoid")])'
