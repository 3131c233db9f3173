import pdb; pdb.set_trace()

ANSWER = 7
def double(x):
    return 2 * x
