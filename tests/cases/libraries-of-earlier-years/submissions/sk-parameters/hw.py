import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier

towns = OneHotEncoder(sparse=False, handle_unknown="ignore").fit_transform([["a"], ["b"], ["c"]])
X = np.array([[0.0], [0.1], [5.0], [5.1], [9.0], [9.2]])
y = [0, 0, 1, 1, 2, 2]
sure = LogisticRegression(multi_class="multinomial", solver="lbfgs", C=100).fit(X, y)
parts = AgglomerativeClustering(n_clusters=3, affinity="euclidean").fit_predict(X)
bag = BaggingClassifier(base_estimator=DecisionTreeClassifier(), n_estimators=5, random_state=0)
boost = AdaBoostClassifier(base_estimator=DecisionTreeClassifier(max_depth=2), random_state=0)
A = 4 + towns.shape[1] * (sure.predict(X) == y).mean()
B = len(set(parts)) * (boost.fit(X, y).predict(X) == y).mean() * bool(bag.fit(X, y).score(X, y))
