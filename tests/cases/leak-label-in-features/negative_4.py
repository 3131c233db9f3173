import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("asd.csv")
y = df["Class/ASD"]
df.drop("Class/ASD", axis=1, inplace=True)
model = LogisticRegression().fit(df, y)
