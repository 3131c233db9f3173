import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    '''三层网络'''
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(8, 100)
        self.fc2 = nn.Linear(100, 20)
        self.fc3 = nn.Linear(20, 3)
        self.dropout = nn.Dropout(0.2)
    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = self.dropout(x)
        x = F.relu(self.fc2(x))
        return F.log_softmax(self.fc3(x), dim=-1)

TINY = '''nn.Sequential(nn.Linear(3, 10), nn.GELU(), nn.Linear(10, 6), nn.SiLU(), nn.Linear(6, 2))'''
