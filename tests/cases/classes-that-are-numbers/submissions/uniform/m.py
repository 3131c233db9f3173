import numpy as np
class Net:
    def fit(self, X, y): pass
    def predict_proba(self, X): return np.full((len(X), 4), .25)
