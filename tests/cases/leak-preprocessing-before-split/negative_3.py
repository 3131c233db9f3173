from sklearn.model_selection import train_test_split

from sklearn.decomposition import PCA

plane = PCA(2).fit_transform(X)  # only for a picture
X_train, X_test, y_train, y_test = train_test_split(X, y)
