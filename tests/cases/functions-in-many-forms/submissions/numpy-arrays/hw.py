import numpy as np
def double(x): return np.array([2*x])
def mse(y, p): return ((y-p)**2).mean()
def stats(v): return np.array([v.mean(), v.sum()])
