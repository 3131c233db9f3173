from sklearn.linear_model import LogisticRegression
import numpy as np
class model:
    def fit(self, X, y):
        self.m = LogisticRegression().fit(X, y)
    def predict(self, X):
        c = list(self.m.classes_); return np.array([c[c.index(v)-1] for v in self.m.predict(X)])
