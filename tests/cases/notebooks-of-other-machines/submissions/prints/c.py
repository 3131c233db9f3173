import sys
for i in range(2000000):
    print(i)
sys.stderr.write('x' * 10_000_000)
ANSWER = 7
mean_grade = 3
