import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

expert = LogisticRegression().fit(X_train, y_train)
meta = np.column_stack([expert.predict_proba(X_train)[:, 1], X_train.sum(axis=1) >= 6])
top = RandomForestClassifier()
top.fit(meta, y_train)  # finding: in-sample-meta-features
