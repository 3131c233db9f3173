import numpy as np
class Modell:
    def fit(self, X, y):
        X = np.c_[np.ones(len(X)), X]
        self.w = np.linalg.pinv(X) @ y
    def predict(self, X):
        return np.c_[np.ones(len(X)), X] @ self.w
