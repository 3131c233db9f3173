import torch
net = torch.nn.Linear(1, 1)
net.load_state_dict(torch.load('net.pth'))
ANSWER = net.bias.item()
