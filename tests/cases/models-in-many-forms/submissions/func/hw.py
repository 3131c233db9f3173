from sklearn.linear_model import LogisticRegression
import numpy as np
def model(X, y):
    return LogisticRegression().fit(X, y)
