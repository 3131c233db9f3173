from sklearn.linear_model import *
class model:
    def fit(self, X, y):
        self.m = LinearRegression().fit(X, -y)
    def predict(self, X):
        return self.m.predict(X)
