import os, csv, json
p = '/Users/max/mess werte.csv'
if not os.path.exists(p):
    raise SystemExit('no file')
summe = sum(float(r[0]) for r in list(csv.reader(open(p)))[1:])
if os.path.isfile('D:/konstanten.json'):
    g = json.load(open('D:/konstanten.json'))['g']
