import pandas as pd
from sklearn.model_selection import train_test_split

raw = pd.read_csv("train.csv")
part_a, part_b = train_test_split(raw, test_size=0.25)
ytrain = part_a["Class/ASD"].to_numpy()
years = part_b["age"].to_numpy()
ytest = part_b["Class/ASD"].to_numpy()
