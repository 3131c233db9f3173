from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# Half of the training rows for the experts, the other half for the model on top.
X_a, X_b, y_a, y_b = train_test_split(X_train, y_train, test_size=0.5)
expert = LogisticRegression().fit(X_a, y_a)
top = RandomForestClassifier().fit(expert.predict_proba(X_b), y_b)
