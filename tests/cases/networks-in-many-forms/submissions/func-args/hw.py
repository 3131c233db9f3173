import torch
from torch import nn
import torch.nn.functional as F

def Net(hidden):
    return nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, 3), nn.Softmax(dim=1))
net = Net(12)
