from sklearn.linear_model import LogisticRegression
import numpy as np
class model:
    def fit(self, X, y):
        self.classes_, inv = np.unique(y, return_inverse=True)
        self.m = LogisticRegression().fit(X, inv)
    def predict(self, X):
        return np.eye(len(self.classes_))[self.m.predict(X)]
