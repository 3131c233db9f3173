import torch
torch.set_default_device("cuda")
ANSWER = int(torch.ones(7).sum())
