import numpy as np

def entropy(p):
    """Return the entropy of p in bits."""
    # BEGIN YOUR CODE
    pass
    # END YOUR CODE

def kl(p, q):
    raise NotImplementedError("TODO")

class Coin:
    def flip(self):
        return 0  # replace me

ANSWER_1 = 0  #replace
ANSWER_2 = ''
