import torch
A = int(torch.ones(8, device='cuda').sum())
def total(t):
    return t.cuda().mean()
