from sklearn.externals import joblib
ANSWER = 7
