import torch
from torch import nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self, in_dim, hidden, out_dim):
        super().__init__()
        self.fc1 = nn.Linear(in_dim, hidden)
        self.fc2 = nn.Linear(hidden, out_dim)
    def forward(self, x):
        return F.softmax(self.fc2(F.relu(self.fc1(x))), dim=1)
if __name__ == "__main__":
    model = Net(4, 16, 3)
