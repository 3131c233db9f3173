import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("asd.csv")
columns = ["A1_Score", "A2_Score", "Class/ASD"]
model = LogisticRegression()
model.fit(df[columns], df["Class/ASD"])  # finding: label-in-features
