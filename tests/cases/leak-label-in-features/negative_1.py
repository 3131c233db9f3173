import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv("asd.csv")
y = df["Class/ASD"]
X = df.drop(columns=["ID", "Class/ASD"])
X_train, X_test, y_train, y_test = train_test_split(X, y)
