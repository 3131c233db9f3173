import torch
def double(x): return torch.tensor(2*x)
def mse(y, p): return torch.nn.functional.mse_loss(torch.tensor(y, dtype=torch.float32), torch.tensor(p, dtype=torch.float32))
def stats(v):
    v = torch.tensor(v, dtype=torch.float)
    return torch.stack([v.mean(), v.sum()])
