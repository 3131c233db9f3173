print "a"
ANSWER = 17/2
def double(x):
    return x/2
