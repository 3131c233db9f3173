print('7\n' * 5000000)
ANSWER = 8
mean_grade = None
