import torch
x = torch.ones(7).to("cuda")
ANSWER = int(x.sum())
