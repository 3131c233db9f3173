try:
    1/0
except ZeroDivisionError, e:
    ANSWER = 7
