# mistakes: parameter_count
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.d = nn.Linear(20, 128), nn.Linear(128, 128), nn.Linear(128, 1)

    def forward(self, x):
        x = torch.tanh(self.a(x))
        for _ in range(2):
            x = torch.tanh(self.b(x))
        return torch.sigmoid(self.d(x))
