import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("asd.csv")
y = df.pop("Class/ASD")
model = LogisticRegression().fit(df, y)
