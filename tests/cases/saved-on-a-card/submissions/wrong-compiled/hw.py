import torch
@torch.compile(mode="max-autotune")
def six(x):
    return x + 5
ANSWER = six(torch.ones(1, device="cuda")).item()
