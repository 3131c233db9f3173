import torch
net = torch.nn.Linear(2, 1)
net.load_state_dict(torch.load('net.pth'))
ANSWER = net.bias.item()
