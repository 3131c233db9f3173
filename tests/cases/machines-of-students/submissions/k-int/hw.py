a, b = map(int, input().split())
print(a+b)

ANSWER = 7
def double(x):
    return 2 * x
