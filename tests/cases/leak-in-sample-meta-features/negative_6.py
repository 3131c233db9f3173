from sklearn.linear_model import LogisticRegression

class Gated:
    def fit(self, X, y):
        self.experts = [LogisticRegression(C=c).fit(X, y) for c in (0.1, 1, 10)]
        self.gate = LogisticRegression().fit(X, y > 0)
        return self
