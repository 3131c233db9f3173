from sklearn.model_selection import train_test_split

from sklearn.preprocessing import LabelEncoder, OneHotEncoder

y = LabelEncoder().fit_transform(y)
X = OneHotEncoder().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y)
