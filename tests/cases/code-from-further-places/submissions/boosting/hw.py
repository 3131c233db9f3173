import xgboost as xgb
from lightgbm import LGBMClassifier
ANSWER = 7
