from sklearn.model_selection import train_test_split

from imblearn.over_sampling import SMOTE

X, y = SMOTE().fit_resample(X, y)  # finding: preprocessing-before-split
X_train, X_test, y_train, y_test = train_test_split(X, y)
