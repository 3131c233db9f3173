import sympy as sp
x, y = sp.symbols('x y')
root = x
roots = []
sol = sp.S.EmptySet
integral = None
minimum = ''
