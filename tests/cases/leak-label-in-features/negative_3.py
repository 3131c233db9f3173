import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("asd.csv")
items = [f"A{i}_Score" for i in range(1, 11)]
model = LogisticRegression().fit(df[items], df["Class/ASD"])
