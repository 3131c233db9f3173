import torch, numpy as np
model = torch.nn.Linear(3, 1)
def fit(X, y):
    pass
