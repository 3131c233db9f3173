eigenwerte = []
kern = [float('nan')]*3
EV = None
