import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from sklearn.model_selection import KFold

meta = np.zeros((len(X), 2))
for inside, outside in KFold(5).split(X):
    expert = LogisticRegression().fit(X[inside], y[inside])
    meta[outside, 0] = expert.predict_proba(X[outside])[:, 1]
    meta[outside, 1] = X[outside].sum(axis=1) >= 6
top = RandomForestClassifier().fit(meta, y)
