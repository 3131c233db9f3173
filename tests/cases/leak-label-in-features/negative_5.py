import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("asd.csv")
y = (df["Class/ASD"] == "YES").astype(int)
X = df.select_dtypes("number")
model = LogisticRegression().fit(X, y)
