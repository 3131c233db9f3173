import functools, time
def timed(f):
    @functools.wraps(f)
    def g(*a, **k):
        t = time.time(); r = f(*a, **k); print(f.__name__, time.time()-t); return r
    return g
def bare(f):
    def g(*a): return f(*a)
    return g
@timed
def double(x): return 2*x
@bare
def mse(y, p): return sum((a-b)**2 for a, b in zip(y, p))/len(y)
@functools.lru_cache(maxsize=None)
def stats(v): return sum(v)/len(v), sum(v)
