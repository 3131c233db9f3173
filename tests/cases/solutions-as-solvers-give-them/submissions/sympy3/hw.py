from sympy import *
x = symbols("x")

EIG = roots((x-1)*(x-3)**2, x)
VEC = Matrix([1, 2, -1]).normalized()
UNIT = Matrix([3, -4]).normalized()
ROOT = nsolve(x**2-49, 6)
