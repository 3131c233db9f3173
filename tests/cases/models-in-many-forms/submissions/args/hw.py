from sklearn.linear_model import LogisticRegression
import numpy as np
class model:
    def __init__(self, C): self.C = C
    def fit(self, X, y):
        self.m = LogisticRegression(C=self.C).fit(X, y)
    def predict(self, X):
        return self.m.predict(X)
clf = model(2.0)
