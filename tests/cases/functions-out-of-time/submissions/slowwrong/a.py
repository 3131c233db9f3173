import time
def fib(n):
    time.sleep(n/20)
    return 1
def total(n):
    return 7
