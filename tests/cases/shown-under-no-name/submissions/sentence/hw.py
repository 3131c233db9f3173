import numpy as np
m = np.linalg.inv([[2, 0], [0, 4]])
print(f'The mean of the values is {5 / 2:.2f}.')
print('Inverse:')
print(m)
