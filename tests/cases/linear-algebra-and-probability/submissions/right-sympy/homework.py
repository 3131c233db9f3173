from sympy import Interval, Matrix, Piecewise, Rational, solve, symbols

x, y = symbols("x y", real=True)
EIGENVALUES = Matrix([[2, 1, 0], [1, 2, 0], [0, 0, 3]]).eigenvals()
EIGENVECTORS = [v for _, _, vs in Matrix([[2, 1], [1, 2]]).eigenvects() for v in vs]
PLANE = Matrix([[1, 1, 1]]).nullspace()
SOLUTION = solve([x + y - 3, x - y - 1], [x, y])
PRODUCT = "A*B"
DETERMINANT = Matrix([[1, 2], [3, 4]]).det()
BAYES = "P(A, B)/P(B)"
VARIANCE = "E[(a*X + b*Y)**2] - E[a*X + b*Y]**2"
DISTRIBUTION = Piecewise((0, x < 0), (x * Rational(1, 2), x <= 2), (1, True))
SUPPORT = Interval(0, 2)
WAIT = "12*minutes"
