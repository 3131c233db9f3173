import numpy as np
double = lambda value: value + value
mse = lambda y, p: np.mean((np.array(y) - np.array(p))**2)
stats = lambda v: [np.mean(v), np.sum(v)]
