class double:
    def __init__(self): self.k = 2
    def __call__(self, x): return self.k*x
class MSE:
    def __call__(self, y, p): return sum((a-b)**2 for a, b in zip(y, p))/len(y)
mse = MSE()
class stats:
    def __call__(self, v): return sum(v)/len(v), sum(v)
stats = stats()
