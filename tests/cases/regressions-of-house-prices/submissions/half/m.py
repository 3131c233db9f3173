import numpy as np
class Modell:
    def fit(self, X, y):
        pass
    def predict(self, X): return np.zeros(len(X))
