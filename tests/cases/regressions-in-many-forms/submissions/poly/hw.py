from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures
from sklearn.linear_model import *
model = Pipeline([("p", PolynomialFeatures(2)), ("l", LinearRegression())])
