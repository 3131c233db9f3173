import torch
net = torch.nn.Linear(2, 1)
net.load_state_dict(torch.load('model.pth'))
A = int(net(torch.ones(2)).item())
def predict(x):
    return net(torch.tensor(x, dtype=torch.float32)).item()
