import numpy as np

import csv


def read(path, label):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    items = np.array([[float(row[f"A{j}_Score"]) for j in range(1, 11)] for row in rows])
    return items, np.array([row[label] in ("1", "yes") for row in rows])


X_train, y_train = read("train.csv", "Class/ASD")
X_test, y_test = read("test.csv", "austim")  # finding: other-label-column
