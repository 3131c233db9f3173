import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("asd.csv")
X, y = df.iloc[:, :10], df["Class/ASD"]
model = LogisticRegression().fit(X, y)
