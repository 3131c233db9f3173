import csv, statistics
import numpy as np
rows = list(csv.DictReader(open('flowers_2024.csv')))
petals = np.array([float(r['petal']) for r in rows])
kinds = np.array([r['kind'] for r in rows])
table = np.array([[r['kind'], r['petal']] for r in rows])
print('Number of flowers:', len(rows))
print('Number of kinds: %d' % len(set(kinds)))
print('The mean length of a petal is', petals.mean())
print('done')
