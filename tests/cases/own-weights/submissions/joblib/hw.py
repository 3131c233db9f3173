import joblib
ANSWER = joblib.load('saved/model.joblib')[0]
