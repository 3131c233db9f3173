from sklearn.linear_model import LogisticRegression

model = LogisticRegression().fit(X_train, y_train)
train_pred = model.predict(X_train)
print("training accuracy", (train_pred == y_train).mean())
