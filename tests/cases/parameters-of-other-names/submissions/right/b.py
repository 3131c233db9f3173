import random, math
def greet(name, polite=False):
    return f"{'Dear' if polite else 'Hi'} {name}"

def wmean(xs, weights=None):
    if weights is None:
        return sum(xs) / len(xs)
    return sum(x * w for x, w in zip(xs, weights)) / sum(weights)

def area(r: float) -> float:
    if isinstance(r, str):
        raise TypeError('number please')
    if r < 0:
        raise ValueError
    return math.pi * r ** 2

def stats(xs):
    return {'mean': sum(xs)/len(xs), 'max': max(xs)}

def roll(sides, n=1):
    return [random.randint(1, sides) for _ in range(n)]
