from torch import nn

class MLP(nn.Module):
    def __init__(self, hidden=32):
        super(MLP, self).__init__()
        self.net = nn.Sequential(nn.Linear(2, hidden), nn.ReLU(), nn.Linear(hidden, 1), nn.Sigmoid())
    def forward(self, x):
        return self.net(x)
