import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv("asd.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["A1_Score", "austim"]], df["Class/ASD"])
