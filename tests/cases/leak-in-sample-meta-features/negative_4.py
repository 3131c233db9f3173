from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from sklearn.ensemble import StackingClassifier

model = StackingClassifier([("lr", LogisticRegression()), ("rf", RandomForestClassifier())])
model.fit(X_train, y_train)
