import torch
net = torch.compile(torch.nn.Linear(2, 1).cuda())
with torch.no_grad(): net.bias.fill_(7)
ANSWER = net(torch.zeros(1, 2, device='cuda')).item()
