import matplotlib
matplotlib.use('GTK3Agg')
ANSWER = 8
