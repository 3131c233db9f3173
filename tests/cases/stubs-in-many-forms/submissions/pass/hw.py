answer = None
vector = None
truths = None
derivative = None
pick = None
word = None

def f(x):
    pass

def g(x):
    """Return nothing of x."""
    pass

class Net:
    def __init__(self):
        pass
    def forward(self, x):
        pass
