from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from sklearn.model_selection import KFold

for inside, outside in KFold(5).split(X):
    scaler = StandardScaler().fit(X[inside])
    model = LogisticRegression().fit(scaler.transform(X[inside]), y[inside])
    print(model.score(scaler.transform(X[outside]), y[outside]))
