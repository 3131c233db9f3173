eigenwerte = {'lambda1': 4, 'lambda2': 1, 'lambda3': -2}
kern = (0.5, -1.0, 0.5)
EV = '(-1/sqrt(2), -1/sqrt(2))'
