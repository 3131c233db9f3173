from sklearn.linear_model import LogisticRegression
import numpy as np
class model:
    def fit(self, X, y):
        self.m = LogisticRegression().fit(X[["a", "b"]], y)
    def predict(self, X):
        return self.m.predict(X[["a", "b"]])
