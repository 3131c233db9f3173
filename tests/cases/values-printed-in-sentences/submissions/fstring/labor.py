b, g = 25, 25
print(f'Brennweite: {b*g/(b+g)} cm')
print(f'sigma = {0.1*3:.2f}')
