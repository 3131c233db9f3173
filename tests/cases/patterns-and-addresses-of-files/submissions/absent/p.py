import pandas as pd
summe = pd.read_csv('/x/anderes.csv').w.sum()
g = None
