import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# The model that is handed in, refitted on everything after it was judged.
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
final = LogisticRegression().fit(np.vstack([X_train, X_test]), np.concatenate([y_train, y_test]))
