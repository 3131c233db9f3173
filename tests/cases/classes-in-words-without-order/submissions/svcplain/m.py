from sklearn.svm import SVC
clf = SVC()
