from sklearn.model_selection import train_test_split

from sklearn.decomposition import PCA

X_train, X_test, y_train, y_test = train_test_split(X, y)
pca = PCA(3).fit(X_test)  # finding: preprocessing-on-test
