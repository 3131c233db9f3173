import torch

EIG = torch.linalg.eigvalsh(torch.tensor([[2., 1, 0], [1, 2, 0], [0, 0, 3]]))
VEC = torch.tensor([1., 2, -1]).cuda()
UNIT = torch.nn.Parameter(torch.tensor([-0.6, 0.8]))
ROOT = torch.linalg.solve(torch.tensor([[2.]]), torch.tensor([14.]))
