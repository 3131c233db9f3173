import torch
ANSWER = torch.load('net.pt')['w']
