def fib(n):
    a, b = 0, 1
    for _ in range(n): a, b = b, a+b
    return a
def total(n): return n*(n+1)//2
