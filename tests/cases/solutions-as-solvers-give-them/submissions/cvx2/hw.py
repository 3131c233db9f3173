import mpmath

EIG = [mpmath.mpf(3), mpmath.mpf(1), mpmath.mpf(3)]
VEC = mpmath.matrix([1, 2, -1])
UNIT = mpmath.matrix([[.6],[-.8]])
ROOT = mpmath.polyroots([1, -7])
