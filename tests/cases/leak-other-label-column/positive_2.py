import pandas as pd

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
y_train = train["Class/ASD"].values
y_test = test["austim"].map({"yes": 1, "no": 0}).values  # finding: other-label-column
