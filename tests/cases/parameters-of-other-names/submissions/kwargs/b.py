import numpy as np
def greet(name, **kw):
    return ('Dear ' if kw.get('polite') else 'Hi ') + name

def wmean(*xs, **kw):
    return np.average(xs[0], weights=kw.get('weights'))

class NegativeRadius(ValueError): pass

def area(r):
    if r < 0: raise NegativeRadius('no')
    return np.pi * r * r

def stats(xs):
    from collections import OrderedDict
    return OrderedDict(max=np.max(xs), mean=np.mean(xs))

rng = np.random.default_rng()
def roll(sides, *, n):
    return rng.integers(1, sides, n)
