from sympy import *
M = diag(4, 1, -2)
eigenwerte = M.eigenvals()
kern = Matrix([[1,2,3],[4,5,6],[7,8,9]]).nullspace()
EV = Matrix([1, 1]).normalized()
