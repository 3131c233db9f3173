import numpy as np

EIG = np.linalg.eigvals(np.array([[2., 1, 0], [1, 2, 0], [0, 0, 3]]))
VEC = np.array([[2], [4], [-2]])
UNIT = np.array([-0.6, 0.8])[:, None]
ROOT = np.roots([1, -7])
