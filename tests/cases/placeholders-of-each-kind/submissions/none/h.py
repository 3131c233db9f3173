a = None
b = [None, None, None]
tf = [None, None]
pick = None
def g(x):
    return None
expr = None
why = None
