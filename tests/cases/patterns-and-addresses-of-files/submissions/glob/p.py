import glob, json
import pandas as pd
fs = sorted(glob.glob('../data/*.csv'))
summe = pd.concat([pd.read_csv(f) for f in fs]).w.sum()
g = json.load(open(glob.glob('C:/daten/*.json')[0]))['g']
