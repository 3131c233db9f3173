import torch
net = torch.jit.load('m.pt')
ANSWER = net.bias.item()
