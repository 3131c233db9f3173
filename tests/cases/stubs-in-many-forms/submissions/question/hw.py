answer = "???"
vector = "???"
truths = "???"
derivative = "???"
pick = "???"
word = "???"

def f(x):
    assert False, "not implemented"

def g(x):
    """Return nothing of x."""
    assert False, "not implemented"

class Net:
    def __init__(self):
        assert False, "not implemented"
    def forward(self, x):
        assert False, "not implemented"
