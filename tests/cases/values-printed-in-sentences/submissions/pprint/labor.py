from pprint import pprint
pprint({'brennweite': 12.5, 'sigma': 0.3})
