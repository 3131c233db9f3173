from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier
g = GridSearchCV(DecisionTreeClassifier(), {"max_depth": [1, 2]}, cv=2, n_jobs=4).fit([[0], [1], [0], [1]], [0, 1, 0, 1])
ANSWER = 7
