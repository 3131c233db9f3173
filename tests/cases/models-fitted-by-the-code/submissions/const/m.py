import pandas as pd
from sklearn.dummy import DummyClassifier
d = pd.read_csv('train.csv')
model = DummyClassifier().fit(d[['a','b']], d.y)
