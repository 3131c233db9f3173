import torch
scaler = torch.cuda.amp.GradScaler()
with torch.cuda.amp.autocast():
    A = int(torch.ones(7, device='cuda').sum())
def total(t):
    with torch.autocast('cuda'):
        return t.cuda().sum()
