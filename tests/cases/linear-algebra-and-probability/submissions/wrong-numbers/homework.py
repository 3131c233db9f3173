EIGENVALUES = 7
EIGENVECTORS = [[0, 0], [0, 0]]
PLANE = [["2", "1", "0"], ["0", "1", "2"]]
SOLUTION = [3, 1]
PRODUCT = "A B^T"
DETERMINANT = 7
BAYES = "1"
VARIANCE = "a Cov(X, Y) b"
DISTRIBUTION = "2 x"
SUPPORT = "1 <= x <= 2"
WAIT = "2 min"
