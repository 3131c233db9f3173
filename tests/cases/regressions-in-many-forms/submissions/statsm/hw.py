import statsmodels.api as sm
class model:
    def fit(self, X, y):
        self.r = sm.OLS(np.asarray(y), sm.add_constant(np.asarray(X))).fit()
    def predict(self, X):
        return self.r.predict(sm.add_constant(np.asarray(X)))
import numpy as np
