import sympy as sp
x, y = sp.symbols('x y', real=True)
root = sp.solve(x - 2, dict=True)
roots = sp.solve(x**2 + x - 6, x, dict=True)
sol = sp.linsolve([2*x+y-5, x+3*y-10], x, y)
integral = sp.Integral(x**2, (x, 0, 3))
minimum = sp.Eq(x, sp.Rational(3, 2))
