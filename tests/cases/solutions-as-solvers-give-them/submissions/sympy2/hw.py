from sympy import *
x = symbols("x")

EIG = Matrix([[2, 1, 0], [1, 2, 0], [0, 0, 3]]).eigenvals(multiple=True)
VEC = Matrix([[2*x, 4*x, -2*x]]).subs(x, 3)
UNIT = Matrix([[0.6, -0.8]]).T
ROOT = solve([Eq(2*x, 14)], [x])
