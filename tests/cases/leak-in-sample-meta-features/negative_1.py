from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from sklearn.model_selection import cross_val_predict

meta = cross_val_predict(LogisticRegression(), X_train, y_train, method="predict_proba")
top = RandomForestClassifier().fit(meta, y_train)
