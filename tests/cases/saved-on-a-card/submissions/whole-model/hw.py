import torch
net = torch.load('best.ckpt', weights_only=False)
ANSWER = net.bias.item()
