import os
for i in range(60):
    os.write(1, b"x"*1000000)
    os.write(2, b"y"*1000000)

ANSWER = 7
def double(x):
    return 2 * x
