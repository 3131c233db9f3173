# mistakes:
class Net(nn.Module):
    def __init__(self, inputs=20, width=128):
        super().__init__()
        sizes = [inputs] + [width] * 3
        self.hidden = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
        self.out = nn.Linear(width, 1)

    def forward(self, x):
        for layer in self.hidden:
            x = F.tanh(layer(x))
        return torch.sigmoid(self.out(x)).squeeze(-1)
