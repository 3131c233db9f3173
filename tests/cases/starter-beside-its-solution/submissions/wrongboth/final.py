def bisect(n):
    return n/2
root = 1
method = 'a'
