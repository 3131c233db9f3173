import numpy as np

EIGENVALUES = np.linalg.eigvals(np.array([[2.0, 1, 0], [1, 2, 0], [0, 0, 3]]))
_, vectors = np.linalg.eigh(np.array([[2.0, 1], [1, 2]]))
EIGENVECTORS = vectors.T
PLANE = np.array([[0, 2, -2], [5, 0, -5]])
SOLUTION = np.array([2, 1])
PRODUCT = "(B.T @ A.T).T"
DETERMINANT = np.linalg.det(np.array([[1.0, 2], [3, 4]]))
BAYES = "1 - P(A^c | B)"
VARIANCE = "a**2*Var(X) + b**2*Var(Y)"
DISTRIBUTION = "np.where(x < 0, 0, np.where(x > 2, 1, x/2))"
SUPPORT = "(x >= 0) and (x <= 2)"
WAIT = "720 s"
