import torch
from torch import nn
def model(X, y):
    X = torch.tensor(X, dtype=torch.float32); y = torch.tensor(y, dtype=torch.float32).view(-1, 1)
    net = nn.Linear(2, 1)
    opt = torch.optim.Adam(net.parameters(), lr=0.1)
    for _ in range(400):
        opt.zero_grad(); loss = ((net(X) - y)**2).mean(); loss.backward(); opt.step()
    return net
