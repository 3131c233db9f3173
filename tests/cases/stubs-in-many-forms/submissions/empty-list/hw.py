answer = []
vector = []
truths = []
derivative = []
pick = []
word = []

def f(x):
    pass  # YOUR CODE HERE

def g(x):
    """Return nothing of x."""
    pass  # YOUR CODE HERE

class Net:
    def __init__(self):
        pass  # YOUR CODE HERE
    def forward(self, x):
        pass  # YOUR CODE HERE
