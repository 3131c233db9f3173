def bisect(n):
    '''Return sqrt(n) by bisection.'''
    raise NotImplementedError

root = None
method = ''
