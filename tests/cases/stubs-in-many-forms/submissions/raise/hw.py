answer = "YOUR ANSWER HERE"
vector = "YOUR ANSWER HERE"
truths = "YOUR ANSWER HERE"
derivative = "YOUR ANSWER HERE"
pick = "YOUR ANSWER HERE"
word = "YOUR ANSWER HERE"

def f(x):
    raise NotImplementedError("write me")

def g(x):
    """Return nothing of x."""
    raise NotImplementedError("write me")

class Net:
    def __init__(self):
        raise NotImplementedError("write me")
    def forward(self, x):
        raise NotImplementedError("write me")
