from scipy.linalg import *
from scipy.optimize import *

EIG = eigh([[2., 1, 0], [1, 2, 0], [0, 0, 3]], eigvals_only=True)[::-1]
VEC = null_space([[2, -1, 0], [0, 1, 2]]).flatten()
UNIT = svd([[0.36, -0.48], [-0.48, 0.64]])[0][:, 0]
ROOT = root(lambda x: x - 7, 1)
