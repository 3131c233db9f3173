from sklearn.linear_model import LogisticRegression

from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import cross_val_score

best = SelectKBest(k=5).fit_transform(X, y)  # finding: preprocessing-before-split
print(cross_val_score(LogisticRegression(), best, y))
