import csv

from sklearn.linear_model import LogisticRegression


def rows():
    with open("train.csv") as file:
        found = list(csv.DictReader(file))
    names = [name for name in found[0] if name != "y"]
    return [[float(row[name]) for name in names] for row in found], [int(row["y"]) for row in found]


def model():
    X, y = rows()
    return LogisticRegression().fit(X, y)
