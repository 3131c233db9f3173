from sympy import *
x = symbols("x")

EIG = [1, 1, 3]
VEC = [1, 2, 1]
UNIT = [0.8, -0.6]
ROOT = solve(Eq(2*x, 16), x)
