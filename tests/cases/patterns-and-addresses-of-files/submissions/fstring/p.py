import numpy as np, json
user = 'max'
folder = f'/home/{user}/uni'
summe = np.genfromtxt(f'{folder}/mess werte.csv', skip_header=1).sum()
with open('/'.join([folder, 'konstanten.json'])) as f:
    g = json.load(f)['g']
