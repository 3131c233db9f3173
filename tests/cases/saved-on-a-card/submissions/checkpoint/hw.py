import torch
net = torch.nn.Linear(2, 1)
ck = torch.load('ck.pt', weights_only=False)
opt = torch.optim.Adam(net.parameters())
net.load_state_dict(ck['model'])
opt.load_state_dict(ck['opt'])
ANSWER = net.bias.item()
