print('The mean is not known, nor the inverse.')
