answer = "TODO"
vector = "TODO"
truths = "TODO"
derivative = "TODO"
pick = "TODO"
word = "TODO"

def f(x):
    raise NotImplementedError

def g(x):
    """Return nothing of x."""
    raise NotImplementedError

class Net:
    def __init__(self):
        raise NotImplementedError
    def forward(self, x):
        raise NotImplementedError
