import torch
from torch import nn
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(6, 10), nn.Linear(10, 4)
    def forward(self, x):
        z = self.b(nn.functional.gelu(self.a(x)))
        return z - torch.logsumexp(z, dim=1, keepdim=True)
KERAS = 'model = keras.Sequential([layers.Input((6,)), layers.Dense(10, "relu"), layers.Dense(4)])'
