from sympy import *
x = symbols("x")

EIG = Matrix([[2, 1, 0], [1, 2, 0], [0, 0, 3]]).eigenvals()
VEC = Matrix([1, 2, -1])/sqrt(6)
UNIT = -Matrix([Rational(3,5), Rational(-4,5)])
ROOT = solve(Eq(2*x, 14), x)
