def Double(x): return 2*x
def MSE(y, p): return sum((a-b)**2 for a, b in zip(y, p))/len(y)
def get_stats(v): return sum(v)/len(v), sum(v)
