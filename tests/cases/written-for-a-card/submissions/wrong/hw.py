import torch
ANSWER = int(torch.ones(8).cuda().sum())
def double(x):
    return torch.tensor(x, device='cuda').item()
