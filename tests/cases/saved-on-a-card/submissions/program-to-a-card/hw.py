import torch
net = torch.jit.load('m.pt', map_location='cuda:0')
ANSWER = net.bias.item()
