import torch
net = torch.nn.Linear(2, 1).cuda()
net.load_state_dict(torch.load('net.pth'))
ANSWER = net.bias.item() - 1
