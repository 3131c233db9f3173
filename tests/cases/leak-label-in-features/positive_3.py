import pandas as pd
from sklearn.ensemble import RandomForestClassifier

data = pd.read_csv("asd.csv").dropna()
target = data["Class/ASD"].values
forest = RandomForestClassifier().fit(data.values, target)  # finding: label-in-features
