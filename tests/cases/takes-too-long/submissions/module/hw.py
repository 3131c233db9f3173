ANSWER = 7
def double(x):
    return 2 * x
while True:
    LATE = 4
