x = float(input('x = '))
y = [int(t) for t in input().split()]
ANSWER = 7
a, b = map(int, input().split())
mean_grade = 3
