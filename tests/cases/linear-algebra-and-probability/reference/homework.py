EIGENVALUES = [1, 3, 3]
EIGENVECTORS = [[1, 1], [1, -1]]
PLANE = [["1", "0", "-1"], ["0", "1", "-1"]]
SOLUTION = "x = 2, y = 1"
PRODUCT = "A B"
DETERMINANT = -2
BAYES = "P(B | A) P(A) / P(B)"
VARIANCE = "a^2 Var(X) + b^2 Var(Y)"
DISTRIBUTION = "0 for x < 0, x/2 for 0 <= x <= 2, 1 otherwise"
SUPPORT = "0 <= x <= 2"
WAIT = "12 min"
