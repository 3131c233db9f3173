from sympy import *
x = symbols("x")

EIG = [S(3), S(1), S(3)]
VEC = Matrix([1, 2, -1])*pi
UNIT = Matrix([3, -4])/5
ROOT = linsolve([2*x - 14], [x])
