import pandas as pd
from sklearn.model_selection import train_test_split

raw = pd.read_csv("train.csv")
part_a, part_b = train_test_split(raw, test_size=0.25)
ya = part_a["Class/ASD"].to_numpy()
yb = part_b["austim"].map({"no": 0, "yes": 1}).to_numpy()  # finding: other-label-column
