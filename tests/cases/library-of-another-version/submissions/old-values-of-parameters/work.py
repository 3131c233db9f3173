import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeRegressor

X = np.arange(20.0).reshape(10, 2)
y = [0] * 5 + [1] * 5
scores = [
    RandomForestClassifier(max_features="auto", random_state=0).fit(X, y).score(X, y),
    DecisionTreeRegressor(criterion="mse").fit(X, y).score(X, y),
    LogisticRegression(penalty="none").fit(X, y).score(X, y),
]
ANSWER = 4 + round(sum(scores))
