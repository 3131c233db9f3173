from pathlib import Path
import json, csv
BASE = Path(__file__).parent.resolve()
D = BASE / 'daten'
summe = sum(float(r['w']) for r in csv.DictReader((D / 'mess werte.csv').open()))
g = json.loads((Path.home() / 'Desktop' / 'konstanten.json').read_text())['g']
