import pandas as pd

from sklearn.impute import SimpleImputer

test = pd.read_csv("asd_test.csv")
filled = SimpleImputer().fit_transform(test)  # finding: preprocessing-on-test
