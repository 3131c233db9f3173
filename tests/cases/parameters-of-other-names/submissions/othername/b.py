def greet(person, formal=False):
    return 'Dear ' + person if formal else 'Hi ' + person

def wmean(xs, w=None):
    w = w or [1]*len(xs)
    return sum(a*b for a, b in zip(xs, w))/sum(w)

def area(radius):
    assert radius >= 0
    return 3.141592653589793*radius**2

def stats(xs):
    return (2.5, 4)

def roll(sides, count):
    return [1]*count
