from .tools import half
def bisect(n):
    return half(n)
root = bisect(2)
method = 'B'
