EIG = None
VEC = [1e-300, 2, -1]
UNIT = [-0.6, -0.8]
ROOT = "x = 8"
