import numpy as np
from sklearn.linear_model import LogisticRegression
class clf:
    def fit(self, X, y):
        self.m = LogisticRegression().fit(X, (np.asarray(y) == 'nein').astype(int))
        return self
    def predict_proba(self, X):
        return self.m.predict_proba(X)[:, ::-1]
    def predict(self, X):
        return np.where(self.m.predict(X) == 0, 'ja', 'nein')
