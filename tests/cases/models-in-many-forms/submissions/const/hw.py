import numpy as np
class model:
    def fit(self, X, y): self.c = np.asarray(y)[0]
    def predict(self, X): return np.array([self.c]*len(X))
