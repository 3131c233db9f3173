import xgboost as xgb
ANSWER = 8
