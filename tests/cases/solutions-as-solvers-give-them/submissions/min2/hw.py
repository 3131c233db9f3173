from scipy.optimize import *
import pandas as pd
import numpy as np

EIG = pd.Series([3, 1, 3])
VEC = pd.DataFrame({"v": [1, 2, -1]})
UNIT = pd.Series({"x": -0.6, "y": 0.8})
ROOT = minimize_scalar(lambda x: (x-7)**2)
