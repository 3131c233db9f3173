import pandas as pd, urllib.request, json
summe = pd.read_csv('https://raw.githubusercontent.com/kurs/main/mess%20werte.csv').w.sum()
g = json.loads(urllib.request.urlopen('https://uni.example/konstanten.json').read())['g']
