import nowhere_boost as xgb
model = xgb.XGBClassifier()
