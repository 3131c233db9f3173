print 'my answer'
ANSWER = 15 / 2 + 1
def half(n):
    return n / 2.0
