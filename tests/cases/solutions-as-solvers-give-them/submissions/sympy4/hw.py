from sympy import *
x = symbols("x")

EIG = Matrix([[2, 1, 0], [1, 2, 0], [0, 0, 3]]).eigenvects()
VEC = Matrix([1, 2, -1]).tolist()
UNIT = list(Matrix([3, -4]).normalized())
ROOT = solve(2*x - 14, x, dict=True)
