import torch
dev = torch.device('cuda')
torch.manual_seed(0); torch.cuda.manual_seed_all(0); torch.backends.cudnn.deterministic = True
net = torch.nn.Linear(2, 1).to(dev)
opt = torch.optim.SGD(net.parameters(), lr=.1)
scaler = torch.cuda.amp.GradScaler()
with torch.autocast('cuda', dtype=torch.float16):
    loss = net(torch.ones(4, 2, device=dev)).mean()
scaler.scale(loss).backward(); scaler.step(opt); scaler.update()
ANSWER = torch.tensor(7., device='cuda')
