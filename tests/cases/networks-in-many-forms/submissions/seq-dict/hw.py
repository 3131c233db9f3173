import torch
from torch import nn
import torch.nn.functional as F
from collections import OrderedDict
Net = nn.Sequential(OrderedDict([("fc1", nn.Linear(4, 9)), ("act", nn.ReLU()), ("fc2", nn.Linear(9, 3)), ("out", nn.LogSoftmax(dim=-1))]))
