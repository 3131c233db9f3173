import torch
from torch import nn
import torch.nn.functional as F
Net = nn.Sequential(nn.Linear(4, 9), nn.ReLU(), nn.Linear(9, 3), nn.Softmax(dim=1))
