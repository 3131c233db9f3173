import pandas as pd
from sklearn.linear_model import *
class model:
    def fit(self, X, y):
        self.m = LinearRegression().fit(X, y)
    def predict(self, X):
        return pd.Series(self.m.predict(X)[::-1])[::-1]
