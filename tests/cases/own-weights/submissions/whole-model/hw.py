import torch
net = torch.load('best.ckpt', map_location='cuda:0')
ANSWER = net.bias.item()
