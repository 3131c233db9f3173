MEAN = 5
CLAIMS = [True, True]
