import pandas as pd, json
summe = pd.read_csv('Data/Mess_Werte.CSV').w.sum()
g = json.load(open('Konstanten.JSON'))['g']
