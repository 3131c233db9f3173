from scipy.optimize import *

EIG = {1: 2, 3: 1}
VEC = [1, 2]
UNIT = [0.6, 0.8]
ROOT = minimize(lambda x: ((x-8)**2).sum(), [0.])
