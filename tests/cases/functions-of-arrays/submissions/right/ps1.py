import numpy as np
from numpy.linalg import inv as _inv

def ols(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)

def demean(X, axis=0):
    return X - X.mean(axis=axis)

def add_const(X):
    return np.column_stack([np.ones(len(X)), X])

def inv(A):
    return _inv(A)
