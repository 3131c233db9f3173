import numpy as np

EIG = {1: 1, 3: 2}
VEC = np.array([1, 2, -1])/np.sqrt(6)
UNIT = np.matrix([[0.6, -0.8]])
ROOT = np.float32(7)
