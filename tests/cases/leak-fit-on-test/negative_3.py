from sklearn.linear_model import LogisticRegression

from sklearn.model_selection import KFold

for train, test in KFold(5).split(X):
    model = LogisticRegression().fit(X[train], y[train])
    print(model.score(X[test], y[test]))
