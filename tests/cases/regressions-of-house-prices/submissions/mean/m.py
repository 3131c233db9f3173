class Modell:
    def fit(self, X, y): self.m = sum(y)/len(y)
    def predict(self, X): return [self.m]*len(X)
