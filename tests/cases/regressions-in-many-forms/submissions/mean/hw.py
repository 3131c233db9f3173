class model:
    def fit(self, X, y): self.m = sum(y)/len(y)
    def predict(self, X): return [self.m for _ in X]
