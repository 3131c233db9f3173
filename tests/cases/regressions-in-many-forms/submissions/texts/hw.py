from sklearn.linear_model import *
class model:
    def fit(self, X, y):
        self.m = LinearRegression().fit(X, y)
    def predict(self, X):
        return ["%.3f" % v for v in self.m.predict(X)]
