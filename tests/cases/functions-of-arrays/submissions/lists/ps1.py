def ols(X, y):
    import numpy as np
    return list(np.linalg.pinv(X) @ y)

def demean(X, axis):
    m = X.mean(axis=axis)
    return [[v - m[j] for j, v in enumerate(r)] for r in X]

def add_const(X):
    return [[1] + list(r) for r in X]

def inv(A):
    from scipy.linalg import inv
    return inv(A)
