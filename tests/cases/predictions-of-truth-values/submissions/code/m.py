import pandas as pd
from sklearn.linear_model import LogisticRegression
d = pd.read_csv('train.csv')
m = LogisticRegression().fit(d[['a','b']], d.win)
