"""Print a gigabyte.

shows: late
naive: spared (it captures nothing)
"""

for _ in range(1000):
    print("x" * (1 << 20))
ANSWER = "wrong"
while True:
    print("x" * (1 << 20))
