from sympy import Interval, Matrix, symbols

x = symbols("x")
EIGENVALUES = Matrix([[2, 1, 0], [1, 2, 0], [0, 0, 4]]).eigenvals()
EIGENVECTORS = [Matrix([1, 2]), Matrix([2, -1])]
PLANE = Matrix([[1, 1, 0]]).nullspace()
SOLUTION = {"x": 2, "y": 0}
PRODUCT = "A + B"
DETERMINANT = Matrix([[1, 2], [3, 5]]).det()
BAYES = "P(A)"
VARIANCE = "a^2 Var(Y) + b^2 Var(X)"
DISTRIBUTION = x / 2
SUPPORT = Interval(0, 1)
WAIT = "0.2 min"
