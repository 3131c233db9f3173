import pandas as pd, json
summe = pd.read_csv('/x/mess werte.csv').w.mean()
g = 9.7
