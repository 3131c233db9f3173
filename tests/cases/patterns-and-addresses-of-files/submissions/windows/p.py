import pandas as pd, json, os
os.chdir('C:\\Users\\max\\uni')
file = 'C:\\Users\\max\\uni\\' + 'mess werte' + '.csv'
summe = pd.read_csv(file).w.sum()
g = json.load(open(r'C:\Users\max\konstanten.json'))['g']
