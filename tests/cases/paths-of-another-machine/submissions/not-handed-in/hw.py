ANSWER = len(open('/home/me/mine.txt').read())
