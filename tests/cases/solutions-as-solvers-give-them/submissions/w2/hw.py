from scipy.optimize import *

EIG = {1, 2}
VEC = [0, 0, 0]
UNIT = [1.2, -1.6]
ROOT = root(lambda x: x - 8, 1)
