import numpy as np
from sklearn.model_selection import train_test_split

import torch

X_train, X_te, y_train, y_te = train_test_split(X, y)
net = torch.nn.Sequential(torch.nn.Linear(10, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
adam = torch.optim.Adam(net.parameters())
inputs, labels = torch.tensor(X_te).float(), torch.tensor(y_te).float()
for epoch in range(50):
    adam.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(net(inputs), labels)
    loss.backward()  # finding: fit-on-test
    adam.step()
