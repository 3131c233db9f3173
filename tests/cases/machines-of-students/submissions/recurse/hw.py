ANSWER = 7
def double(x):
    return 2*x
def f(n): return f(n+1)
f(0)
