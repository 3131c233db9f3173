import pandas as pd

df = pd.read_csv("asd.csv")
y = df["Class/ASD"]
relatives = df["austim"]
print(pd.crosstab(y, relatives))
