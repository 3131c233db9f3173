from sklearn.dummy import DummyClassifier
clf = DummyClassifier(strategy='stratified', random_state=0)
