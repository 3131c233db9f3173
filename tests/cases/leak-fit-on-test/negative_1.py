from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test), model.predict_proba(X_test)[:5])
