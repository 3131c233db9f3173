x = float(input('x = '))
ANSWER = x + 8
mean_grade = input('grade?')
