from sklearn.svm import SVC
clf = SVC(probability=True)
