import mpmath

EIG = [1, 3, 3]
VEC = [1, 2, -1]
UNIT = [.6,-.8]
ROOT = mpmath.findroot(lambda x: x-7, 1)
