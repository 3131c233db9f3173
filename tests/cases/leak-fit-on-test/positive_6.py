import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

raw = pd.read_csv("train.csv")
part_a, part_b = train_test_split(raw, test_size=0.25)
model = LogisticRegression().fit(part_a[["a1", "a2"]], part_a["label"])
model.fit(part_b[["a1", "a2"]], part_b["label"])  # finding: fit-on-test
