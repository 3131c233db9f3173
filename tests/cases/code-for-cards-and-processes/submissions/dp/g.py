import torch
net = torch.nn.DataParallel(torch.nn.Linear(2, 1)).cuda()
print(torch.cuda.device_count(), torch.cuda.get_device_properties(0))
A = 7
x = torch.tensor([1.], device='cuda:1')
def total(t):
    return t.to('cuda', dtype=torch.float64).sum()
