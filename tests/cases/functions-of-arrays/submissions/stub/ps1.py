import numpy as np

def ols(X, y):
    # your code
    pass

def demean(X, axis=0):
    ...

def add_const(X):
    raise NotImplementedError

def inv(A):
    return None
