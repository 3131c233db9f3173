import numpy as np
class Vector(list):
    def norm(self): return float(np.linalg.norm(self))
class Konto:
    def __init__(self, inhaber='', stand=0):
        self.__stand = stand
    def abheben(self, betrag):
        if betrag > self.__stand:
            raise ValueError()
        self.__stand -= betrag
        return self.__stand
class LinearRegression:
    def __init__(self, lr=0.1, n=2000): self.lr, self.n = lr, n
    def fit(self, X, y):
        w = 0.0
        for _ in range(self.n): w -= self.lr * np.mean((X[:,0]*w - y) * X[:,0])
        self.w = w
    def predict(self, X): return X[:,0]*self.w
