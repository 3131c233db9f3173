import pandas as pd
from sklearn.ensemble import RandomForestClassifier

def train(features, labels):
    model = RandomForestClassifier()
    model.fit(features, labels)
    return model


train_df = pd.read_csv("train.csv")
test_df = pd.read_csv("test.csv")
forest = train(train_df.drop(columns=["Class/ASD"]), train_df["Class/ASD"])
forest_test = train(test_df.drop(columns=["Class/ASD"]), test_df["Class/ASD"])  # finding: fit-on-test
