import torch, numpy as np
from torch import nn
class Net:
    def fit(self, X, y):
        self.classes_ = np.unique(y)
        t = torch.tensor(np.asarray(X), dtype=torch.float32); l = torch.tensor(np.searchsorted(self.classes_, y))
        self.n = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 4))
        o = torch.optim.Adam(self.n.parameters(), 0.02)
        for _ in range(300):
            o.zero_grad(); nn.functional.cross_entropy(self.n(t), l).backward(); o.step()
    def predict_proba(self, X):
        return self.n(torch.tensor(np.asarray(X), dtype=torch.float32))
