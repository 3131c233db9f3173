import torch
device = torch.device("cuda:0")
x = torch.tensor([3.0, 4.0], device=device)
y = torch.zeros(2).to("cuda", non_blocking=True) + x.cuda()
ANSWER = float(y.sum().to(device).item())
def double(x):
    return float((torch.ones(1, device="cuda") * 2 * x).item())
