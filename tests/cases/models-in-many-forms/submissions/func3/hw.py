from sklearn.linear_model import LogisticRegression
import numpy as np
def model(X_train, y_train, X_test):
    return LogisticRegression().fit(X_train, y_train).predict(X_test)
