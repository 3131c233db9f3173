from scipy.optimize import *
import numpy as np

EIG = np.sort(np.linalg.eigvalsh([[2., 1, 0], [1, 2, 0], [0, 0, 3]]))
VEC = [[-3], [-6], [3]]
UNIT = {"x": 0.6, "y": -0.8}
ROOT = minimize(lambda x: ((x-7)**2).sum(), [0.])
