import shutil, csv, json, os
os.makedirs('tmp', exist_ok=True)
shutil.copy('/home/max/mess werte.csv', 'tmp/m.csv')
summe = sum(float(r['w']) for r in csv.DictReader(open('tmp/m.csv')))
g = json.load(open('/home/max/konstanten.json'))['g']
