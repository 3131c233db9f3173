import torch
net = torch.nn.Linear(2, 1)
loc = lambda s, l: s.cuda(torch.cuda.current_device())
net.load_state_dict(torch.load('net.pth', map_location=loc))
ANSWER = net.bias.item()
