import torch
torch.cuda.manual_seed_all(0)
torch.backends.cudnn.deterministic = True
dev = torch.device('cuda:0')
x = torch.ones(7).to(dev)
A = x.sum().cpu().numpy()
def total(t):
    return t.cuda(non_blocking=True).sum().item()
torch.cuda.empty_cache(); torch.cuda.synchronize()
