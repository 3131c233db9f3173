import numpy as np
class model:
    def fit(self, X, y):
        A = np.c_[np.ones(len(X)), np.asarray(X)]
        self.w = np.linalg.inv(A.T @ A) @ A.T @ np.asarray(y)
    def predict(self, X):
        return np.matrix(np.c_[np.ones(len(X)), np.asarray(X)] @ self.w).T
