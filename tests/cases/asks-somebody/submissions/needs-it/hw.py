ANSWER = int(input('What is the answer? '))
