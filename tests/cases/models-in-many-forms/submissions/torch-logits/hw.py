import torch, numpy as np
from torch import nn
class model(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3, 16), nn.ReLU(), nn.Linear(16, 3))
    def forward(self, x):
        return self.net(x)
    def fit(self, X, y):
        X = torch.tensor(np.asarray(X, dtype="float32")).cuda()
        self.classes_, y = np.unique(np.asarray(y), return_inverse=True)
        y = torch.tensor(y).long().cuda()
        opt = torch.optim.Adam(self.parameters(), lr=.02)
        for _ in range(150):
            opt.zero_grad(); loss = nn.functional.cross_entropy(self(X), y); loss.backward(); opt.step()
        return self
    def predict(self, X):
        with torch.no_grad():
            return self(torch.tensor(np.asarray(X, dtype="float32")))
