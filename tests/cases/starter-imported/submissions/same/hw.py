import torch
from torch import nn

answer = 4  # an example

def double(x):
    """Twice x."""
    # YOUR CODE HERE
    return 0

def example(x):
    return 2 * x

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 8)
        self.b = nn.Linear(8, 2)

    def forward(self, x):
        return torch.softmax(self.b(torch.relu(self.a(x))), dim=1)
