try:
    import cupy as np
except ImportError:
    import numpy as np
ANSWER = int(np.sum([3, 4]))
def double(x): return np.multiply(x, 2)
