from sklearn.linear_model import LogisticRegression
import numpy as np
class model:
    def fit(self, X, y):
        self.m = LogisticRegression().fit(X, y)
    def predict(self, X):
        return [str(v) for v in self.m.predict(X)]
