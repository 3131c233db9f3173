from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(X, y)
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train, X_test = (X_train - mean) / std, (X_test - mean) / std
