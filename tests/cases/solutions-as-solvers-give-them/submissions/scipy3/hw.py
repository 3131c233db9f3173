from scipy.linalg import *
from scipy.optimize import *

EIG = tuple(eigvals([[2., 1, 0], [1, 2, 0], [0, 0, 3]]))
VEC = null_space([[2, -1, 0], [0, 1, 2]]).T
UNIT = svd([[0.36, -0.48], [-0.48, 0.64]])[2][0]
ROOT = root_scalar(lambda x: x - 7, bracket=[0, 10])
