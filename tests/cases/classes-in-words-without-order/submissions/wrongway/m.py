from sklearn.linear_model import LogisticRegression
class clf(LogisticRegression):
    def predict_proba(self, X):
        return super().predict_proba(X)[:, ::-1]
    def predict(self, X):
        return ['ja' if p == 'nein' else 'nein' for p in super().predict(X)]
