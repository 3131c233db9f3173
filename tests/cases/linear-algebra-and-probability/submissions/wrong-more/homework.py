EIGENVALUES = [2, 2, 2]
EIGENVECTORS = [[1, 1]]
PLANE = [[1, 0, -1], [0, 1, -1], [1, 1, -2]]
SOLUTION = "x + y = 3"
PRODUCT = "A^T B^T"
DETERMINANT = -20
BAYES = "P(A | B) P(B)"
VARIANCE = "Var(a X) - Var(b Y)"
DISTRIBUTION = "1 if x > 2 else 0"
SUPPORT = "[-2, 2]"
WAIT = "12 days"
