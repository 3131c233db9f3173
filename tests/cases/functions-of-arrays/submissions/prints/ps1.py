import numpy as np

def ols(X, y):
    print(np.linalg.solve(X.T @ X, X.T @ y))

def demean(X, axis=0):
    X -= X.mean(axis=axis)
    return X

def add_const(X):
    return X

def inv(A):
    return np.linalg.inv(A)
