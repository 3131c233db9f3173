b, g = 25, 25
print(f'Brennweite: {b*g/(b-g+1)} cm')
print(f'sigma = {0.03}')
