import numpy as np
class Vector:
    def __init__(self, xs): self.xs = xs
    def norm(self): return sum(x*x for x in self.xs) ** .5

class Konto:
    def __init__(self, stand=0):
        self.stand = stand
    def abheben(self, betrag):
        if betrag > self.stand:
            raise ValueError('zu wenig')
        self.stand -= betrag
        return self.stand

class LinearRegression:
    def fit(self, X, y):
        A = np.c_[np.ones(len(X)), X]
        self.b = np.linalg.lstsq(A, y, rcond=None)[0]
        return self
    def predict(self, X):
        return np.c_[np.ones(len(X)), X] @ self.b
