import sympy as sp
x, y = sp.symbols('x y')
root = sp.solve(x**2 - 4, x)
roots = sp.solveset(x**2 - 4, x)
sol = sp.linsolve([2*x+y-5], x, y)
integral = sp.Integral(x**2, x)
minimum = sp.Eq(x, 2)
