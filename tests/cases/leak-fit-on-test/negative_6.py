from sklearn.ensemble import RandomForestClassifier

def fit_and_score(X_train, y_train, X_test, y_test):
    model = RandomForestClassifier(n_estimators=50)
    model.fit(X_train, y_train)
    return model.score(X_test, y_test)


test_model = RandomForestClassifier()
test_model.fit(X, y)
