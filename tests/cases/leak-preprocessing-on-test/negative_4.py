from sklearn.preprocessing import LabelEncoder

y_test = LabelEncoder().fit_transform(y_test)
