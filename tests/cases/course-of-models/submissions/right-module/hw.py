import csv
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
def load(name, label, skip=()):
    rows = list(csv.DictReader(open(name)))
    X = np.array([[float(v) for k, v in r.items() if k != label and k not in skip] for r in rows])
    return X, ([r[label] for r in rows] if label in rows[0] else [r[skip[0]] for r in rows])

from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import Ridge
FlowModel = make_pipeline(StandardScaler(), Ridge())

from sklearn.neighbors import KNeighborsClassifier
class fish_model:
    def fit(self, X, y): self.k = KNeighborsClassifier(9).fit(X, y)
    def predict(self, X): return self.k.predict(X)

X, y = load("water.csv", "state")
from sklearn.linear_model import LogisticRegression
water_model = LogisticRegression().fit(X, y)

class RiverNet(nn.Module):
    def __init__(self, channels=5):
        super().__init__()
        self.body = nn.ModuleList([nn.Conv2d(a, channels, 3, padding=1) for a in (1, channels, channels)])
        self.head = nn.Linear(channels, 3)
    def forward(self, x):
        for conv in self.body:
            x = torch.max_pool2d(conv(x).relu(), 2)
        return torch.softmax(self.head(x.view(len(x), -1)), 1)

class Deep(nn.Module):
    def __init__(self, sizes=(3, 8, 8, 8, 1)):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return self.layers[-1](x)
