from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)
model = LogisticRegression().fit(X_train, y_train)
model.fit(X_test, y_test)  # finding: fit-on-test
print(model.score(X_test, y_test))
