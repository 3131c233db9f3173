import torch
from torch.utils.data import DataLoader
ANSWER = sum(len(rows) for rows in DataLoader(list(range(7)), 2, False, None, None, 4, pin_memory=True))
