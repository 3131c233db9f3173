import torch
dev = torch.device("cuda")
def double(x): return torch.tensor(2.0*x, device="cuda", requires_grad=True)
def mse(y, p): return ((torch.tensor(y, device=dev).float() - torch.tensor(p).float().cuda())**2).mean()
def stats(v):
    v = torch.tensor(v, dtype=torch.float).to("cuda:0")
    return v.mean(), v.sum()
