from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()
X = scaler.fit_transform(X)  # finding: preprocessing-before-split
X_train, X_test, y_train, y_test = train_test_split(X, y)
