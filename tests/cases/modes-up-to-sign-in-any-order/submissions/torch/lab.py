import torch
MODES = torch.tensor([[0.8, 0.6], [-0.6, 0.8]])
freq = torch.tensor([1.0, 3.0]).sqrt()
basis = torch.tensor([[1., 0, 1], [0, 1, 1]], requires_grad=True)
