print('Brennweite:')
print('sigma:')
