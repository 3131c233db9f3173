import torch
from torch import nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        # TODO: define the layers
        pass
    def forward(self, x):
        # YOUR CODE HERE
        raise NotImplementedError()
