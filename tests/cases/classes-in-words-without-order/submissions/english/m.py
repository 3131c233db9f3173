import numpy as np
from sklearn.linear_model import LogisticRegression
class clf:
    def fit(self, X, y):
        self.m = LogisticRegression().fit(X, np.where(np.asarray(y) == 'ja', 'default', 'repaid'))
        self.classes_ = self.m.classes_
    def predict_proba(self, X):
        return self.m.predict_proba(X)
    def predict(self, X): return self.m.predict(X)
