from scipy.linalg import *
from scipy.optimize import *

EIG = eigh([[2., 1, 0], [1, 2, 0], [0, 0, 3]])[0]
VEC = null_space([[2, -1, 0], [0, 1, 2]])
UNIT = eigh([[0.36, -0.48], [-0.48, 0.64]])[1][:, 1]
ROOT = fsolve(lambda x: x - 7, 1)
