EIG = [1, 3, 3, 5]
VEC = [float("nan")]*3
UNIT = [float("nan")]*2
ROOT = float("nan")
