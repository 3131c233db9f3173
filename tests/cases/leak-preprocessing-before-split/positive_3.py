import pandas as pd
from sklearn.model_selection import train_test_split

df = pd.read_csv("asd.csv")
X = df.drop(columns=["Class/ASD"])
X = (X - X.mean()) / X.std()  # finding: preprocessing-before-split
X_train, X_test, y_train, y_test = train_test_split(X, df["Class/ASD"])
