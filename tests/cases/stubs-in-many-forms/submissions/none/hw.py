answer = None
vector = None
truths = None
derivative = None
pick = None
word = None

def f(x):
    return None

def g(x):
    """Return nothing of x."""
    return None

class Net:
    def __init__(self):
        return None
    def forward(self, x):
        return None
