import torch
from torch import nn
class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        # TODO
    def forward(self, x):
        pass
