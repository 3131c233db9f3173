EIGENVALUES = [-1, -3, -3]
EIGENVECTORS = [[1, 1], [-1, -1]]
PLANE = [[0, 0, 0], [1, 0, -1]]
SOLUTION = {"x": -2, "y": -1}
PRODUCT = "-A B"
DETERMINANT = "2"
BAYES = "P(A^c | B)"
VARIANCE = "a^2 Var(X) + b^2 Var(Y) + 2 a b E[X] E[Y]"
DISTRIBUTION = "Piecewise((1, x < 0), (x/2, x <= 2), (0, True))"
SUPPORT = "x < 0 or x > 2"
WAIT = "-12 min"
