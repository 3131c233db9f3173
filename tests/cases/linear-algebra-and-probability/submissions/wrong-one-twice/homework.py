EIGENVALUES = [1, 1, 3]
EIGENVECTORS = [[1, 1], [2, 2]]
PLANE = [[1, 0, -1], [2, 0, -2]]
SOLUTION = "x = 1, y = 2"
PRODUCT = "B A"
DETERMINANT = 5
BAYES = "P(B | A)"
VARIANCE = "Var(X) + Var(Y)"
DISTRIBUTION = "x/2"
SUPPORT = "(0, 2)"
WAIT = "12 s"
