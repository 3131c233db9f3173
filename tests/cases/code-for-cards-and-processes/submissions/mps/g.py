import torch
dev = 'mps'
net = torch.nn.Linear(2, 1).to('mps')
A = int(torch.full((7,), 1., device=dev).sum())
def total(t):
    return t.to(dev).sum()
