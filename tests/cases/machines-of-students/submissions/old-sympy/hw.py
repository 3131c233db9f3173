from sympy import *
from sympy.mpmath import mpf
x = Symbol("x")
ANSWER = solve(x - 7)[0]
def double(x): return 2*x
