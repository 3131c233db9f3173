import numpy as np
def model(X, y):
    A = np.c_[np.ones(len(X)), X]
    w = np.linalg.lstsq(A, y, rcond=None)[0]
    return lambda Z: np.c_[np.ones(len(Z)), Z] @ w
