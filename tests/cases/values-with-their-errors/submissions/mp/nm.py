from mpmath import mp, findroot, polyroots, lu_solve, matrix, quad
root = findroot(lambda x: x**2-4, 1)
roots = polyroots([1, 1, -6])
sol = lu_solve(matrix([[2, 1], [1, 3]]), matrix([5, 10]))
integral = quad(lambda x: x**2, [0, 3])
from fractions import Fraction
minimum = Fraction(3, 2)
