import joblib, pandas as pd
from sklearn.svm import SVC
d = pd.read_csv('data/train.csv')
model = SVC().fit(d[['a','b']].values, d['y'].values)
joblib.dump(model, 'model.pkl')
model = joblib.load('model.pkl')
