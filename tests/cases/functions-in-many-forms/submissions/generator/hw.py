def double(x): yield 2*x
def mse(y, p): return next((sum((a-b)**2 for a, b in zip(y, p))/len(y)) for _ in [0])
def stats(v):
    yield sum(v)/len(v)
    yield sum(v)
