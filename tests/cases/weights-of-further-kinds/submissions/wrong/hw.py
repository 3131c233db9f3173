import torch
net = torch.nn.Linear(2, 1)
net.load_state_dict(torch.load('m.pt'))
A = int(net(torch.ones(2)).item()) + 1
def predict(x):
    return 0
