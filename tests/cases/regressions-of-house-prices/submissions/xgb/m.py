from xgboost import XGBRegressor
model = XGBRegressor(n_estimators=50)
