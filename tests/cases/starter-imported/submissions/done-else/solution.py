answer = 10/2
def double(x):
    return x*2
