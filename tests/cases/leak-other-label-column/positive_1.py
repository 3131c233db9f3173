import pandas as pd

train_df = pd.read_csv("train.csv")
test_df = pd.read_csv("test.csv")
y_train = train_df["Class/ASD"]
y_test = test_df["austim"]  # finding: other-label-column
