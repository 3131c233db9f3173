print "a"
ANSWER = 15/2
def double(x):
    return x/1*2
