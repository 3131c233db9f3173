from sklearn.linear_model import LogisticRegression
import numpy as np
class model:
    def fit(self, X, y):
        self.m = LogisticRegression().fit(X, y)
    def predict(self, X):
        for p in self.m.predict(X): yield p
