import torch
@torch.jit.script
def double(x: float):
    return 2*x
@torch.no_grad()
def mse(y, p): return torch.mean((torch.as_tensor(y).float()-torch.as_tensor(p).float())**2).item()
@torch.compile
def stats(v): return sum(v)/len(v), sum(v)
