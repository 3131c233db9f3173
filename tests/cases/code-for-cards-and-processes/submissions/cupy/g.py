import cupy as cp
A = int(cp.ones(7).sum())
def total(t):
    return float(cp.asarray(t).sum())
