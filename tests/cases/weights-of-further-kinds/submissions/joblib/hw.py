import joblib
m = joblib.load('model.joblib')
A = m['w'] + 3
def predict(x): return m['w'] + 3
