import torch
from torch.utils.data import DataLoader, Dataset
class D(Dataset):
    def __len__(self): return 7
    def __getitem__(self, i): return torch.tensor(1.)
dl = DataLoader(D(), batch_size=3, num_workers=4, pin_memory=True, persistent_workers=True, prefetch_factor=2)
if __name__ == '__main__':
    A = int(sum(b.sum() for b in dl))
def total(t):
    return sum(b.sum() for (b,) in DataLoader(torch.utils.data.TensorDataset(t), num_workers=2, multiprocessing_context='spawn'))
