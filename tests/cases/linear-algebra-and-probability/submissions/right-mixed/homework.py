EIGENVALUES = {1: 1, 3: 2}
EIGENVECTORS = [(0.5, 0.5), (7, -7)]
PLANE = ["(1, -2, 1)", "(0, 1, -1)"]
SOLUTION = (2, 1)
PRODUCT = "AB"
DETERMINANT = -2.0
BAYES = "P(A ∩ B)/(P(A ∩ B) + P(B ∩ A^c))"
VARIANCE = "a^2 (E[X^2] - E[X]^2) + b^2 Cov(Y, Y)"
DISTRIBUTION = "(|x| - |x - 2| + 2)/4"
SUPPORT = "|x - 1| <= 1"
WAIT = "0.2 hours"
