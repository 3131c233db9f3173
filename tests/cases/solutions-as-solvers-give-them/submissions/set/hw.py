import numpy as np

EIG = {1, 3}
VEC = (-1, -2, 1)
UNIT = [-3/5, 4/5]
ROOT = np.linalg.solve([[2.]], [14.])
