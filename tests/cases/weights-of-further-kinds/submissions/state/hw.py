import torch
net = torch.nn.Linear(2, 1)
net.load_state_dict(torch.load('ckpt/model_best.pth.tar', map_location='cpu')['state_dict'])
A = int(net(torch.ones(2)).item())
def predict(x):
    return net(torch.tensor(x, dtype=torch.float32)).item()
