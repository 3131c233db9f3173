def double(x):
    raise NotImplementedError
raise NotImplementedError('fill this in')
ANSWER = 7
