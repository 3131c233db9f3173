import torch
from torch import nn
import torch.nn.functional as F

device = torch.device("cuda" if torch.cuda.is_available() else "mps")
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.LazyLinear(5), nn.ReLU(), nn.Dropout(0.5), nn.Linear(5, 3))
    def forward(self, x):
        logits = self.net(x.to(device))
        e = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
        return e / e.sum(dim=1, keepdim=True)
net = Net().to(device)
