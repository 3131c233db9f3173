import torch
from torch.utils.data import DataLoader, TensorDataset
ANSWER = 0
if __name__ == "__main__":
    for (x,) in DataLoader(TensorDataset(torch.ones(7)), batch_size=2, num_workers=4, pin_memory=True, persistent_workers=True, prefetch_factor=2):
        ANSWER += int(x.sum())
