ANSWER = 7
mean_grade = 3
while True:
    c = input('again? (y/n)')
    if c == 'n':
        break
