from scipy.linalg import *
from scipy.optimize import *

EIG = eigvals([[2., 1, 0], [1, 2, 0], [0, 0, 3]]).real
VEC = null_space([[2, -1, 0], [0, 1, 2]]).T[0]
UNIT = svd([[0.36, -0.48], [-0.48, 0.64]])[2][0]
ROOT = brentq(lambda x: x - 7, 0, 10, full_output=True)
