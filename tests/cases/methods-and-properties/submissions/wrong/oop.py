class Vector:
    def __init__(self, xs): self.xs = xs
    def norm(self): return sum(self.xs)
class Konto:
    def __init__(self, stand=0): self.stand = stand
    def abheben(self, b):
        self.stand -= b
        return self.stand
class LinearRegression:
    def fit(self, X, y): self.m = y.mean()
    def predict(self, X): return [self.m]*len(X)
