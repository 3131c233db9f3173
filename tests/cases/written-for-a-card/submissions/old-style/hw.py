import torch
torch.cuda.set_device(0)
torch.cuda.manual_seed_all(1)
x = torch.cuda.FloatTensor([3, 4]).type(torch.cuda.DoubleTensor)
torch.cuda.synchronize()
ANSWER = x.sum().item()
def double(x):
    g = torch.Generator(device="cuda")
    g.manual_seed(1)
    return 2 * x
