import csv, statistics
import numpy as np
rows = list(csv.DictReader(open('flowers_2024.csv')))
petals = np.array([float(r['petal']) for r in rows])
kinds = np.array([r['kind'] for r in rows])
table = np.array([[r['kind'], r['petal']] for r in rows])

# Question 1
print('rows:', len(rows))

# q2 kinds
print(len(set(kinds)))

# Question 3: the mean
print('first petal', petals[0])
print(f'Mean petal: {petals.mean()}, of {len(petals)}')

# Question 4
print('before', petals.mean())
print('Yes, it grows')

# Question 5
print(statistics.median(petals) + 0.01)
