def fib(n):
    return n if n < 2 else fib(n-1) + fib(n-2)
def total(n):
    s = 0
    for i in range(n+1): s += i
    return s
