import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

raw = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
part_a, part_b = train_test_split(raw, test_size=0.25)
model = LogisticRegression().fit(part_a[["a1", "a2"]], part_a["label"])
print(model.score(part_b[["a1", "a2"]], part_b["label"]))
final = LogisticRegression().fit(raw[["a1", "a2"]], raw["label"])
model.fit(part_b[["a1", "a2"]], part_b["label"])
