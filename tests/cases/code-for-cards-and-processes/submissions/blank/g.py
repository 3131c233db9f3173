import torch
device = torch.device('cuda')
A = None
def total(t):
    pass
