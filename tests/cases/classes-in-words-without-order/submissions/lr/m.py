from sklearn.linear_model import LogisticRegression
clf = LogisticRegression()
