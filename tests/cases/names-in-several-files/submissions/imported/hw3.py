from helper import double

MEAN = 3
