from sympy import *
x = symbols("x")

EIG = FiniteSet(1, 3)
VEC = Matrix([1, 2, -1])*1.0
UNIT = Array([0.6, -0.8])
ROOT = solve_univariate_inequality(x**2 <= 49, x).as_set().sup
